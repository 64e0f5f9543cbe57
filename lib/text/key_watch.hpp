// Finds keys that stand twice in their object, however large it is.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

#include "text/grammar_state.hpp"
#include "text/scratch.hpp"
#include "text/tokens.hpp"
#include "text/transcoder.hpp"

namespace krait::text {

// A key that is equal to one before it.
struct repeated_key {
  std::size_t token; // among those at hand
  bool first_at_hand;
  std::size_t first_token;
  place first_place; // of one that is not at hand any more
};

// Keys of tokens at hand are compared by a keyed 64-bit hash, and then by their bytes;
// those of objects that stay open longer are kept as 128 bits of hashes and a place (48
// bytes a key, and 8 in a table). Time is linear, whatever the keys: who does not know
// the seed cannot make them collide.
class key_watch {
public:
  // Whether escapes may stand in keys in any form.
  explicit key_watch(bool spelled_freely);

  void reset();
  // Looks at the tokens [0, end), which are known to be in order, and adds what it
  // finds to `found`, in the order of the text.
  void look(const token_list& tokens, const grammar_state& grammar, std::size_t end,
            std::vector<repeated_key>& found);
  // The tokens at hand go. `place_of` tells where one stands.
  template <class PlaceOf> void settle(const token_list& tokens, PlaceOf place_of);

private:
  // Of the keys of an object at hand, in any order: together with their number all
  // that has to be known to recognise a row of keys that was seen before.
  struct shape {
    std::uint64_t sum = 0; // of their hashes
    std::uint64_t mixed = 0;

    shape operator-(const shape& other) const noexcept {
      return {sum - other.sum, mixed ^ other.mixed};
    }
    void add(const shape& other) noexcept {
      sum += other.sum;
      mixed ^= other.mixed;
    }
  };
  struct level {
    std::size_t fresh;   // where its keys at hand begin, and those of what is in it
    std::size_t settled; // where the others begin, and how many there are
    std::size_t settled_count;
    // Of those at hand: the keys of objects in it that were closed.
    std::size_t inner_count;
    shape inner;
  };
  // All keys at hand, in the order of the text; behind the last one stands `before` of
  // the next.
  struct fresh_key {
    shape before; // of all keys before it
    std::uint32_t token;
    std::uint32_t behind; // the first key of a closed object: where the next one behind
                          // the object is; else 0
  };
  struct own_key {
    std::uint64_t hash;
    std::size_t token;
  };
  struct settled_key {
    std::uint64_t hash;
    std::uint64_t check; // by another seed
    place at;
    std::size_t level;
  };

  std::uint64_t hash_of(const token_list& tokens, std::size_t token,
                        const std::uint64_t* seed) const;
  template <bool SpelledFreely>
  void add_keys(const token_list& tokens, const bits::mask* masks, std::size_t end);
  void walk_objects(const token_list& tokens, const grammar_state& grammar,
                    std::size_t first);
  std::size_t end_of(std::size_t depth) const noexcept;
  void gather(std::size_t begin, std::size_t end);
  std::uint64_t seal_of(const level& here, std::size_t end) const noexcept;
  void compare(const token_list& tokens, std::size_t depth, std::size_t end);
  void compare_pairs(const token_list& tokens);
  void compare_by_table(const token_list& tokens);
  void compare_settled(const token_list& tokens, std::size_t depth);
  bool same(const token_list& tokens, const own_key& a, const own_key& b) const;
  void keep(const settled_key& key);
  void enter(std::size_t number);
  void close_level(const token_list& tokens, std::size_t end);
  std::size_t slot_of(std::uint64_t hash, std::size_t depth) const;
  void grow_table();
  void forget_last();

  bool spelled_freely_;
  std::array<std::uint64_t, 4> seed_;
  std::vector<level> levels_;
  std::size_t lowest_ = 0; // of the levels that may have keys at hand
  scratch<fresh_key> fresh_;
  std::size_t fresh_count_ = 0;
  std::vector<own_key> own_; // of one object
  std::deque<settled_key> settled_;
  std::vector<std::uint32_t> table_;  // number of a settled key, from 1, by its hash
  std::vector<std::uint64_t> shapes_; // of objects that were found in order
  std::vector<std::uint32_t> scratch_;
  std::vector<repeated_key>* found_ = nullptr;
};

template <class PlaceOf>
void key_watch::settle(const token_list& tokens, PlaceOf place_of) {
  for (std::size_t depth = lowest_; depth < levels_.size(); ++depth) {
    level& here = levels_[depth];
    if (here.settled_count == 0)
      here.settled = settled_.size();
    gather(here.fresh, end_of(depth));
    for (const own_key& key : own_)
      keep({key.hash, hash_of(tokens, key.token, &seed_[2]), place_of(key.token),
            depth});
    here.settled_count += own_.size();
  }
  for (std::size_t depth = lowest_; depth < levels_.size(); ++depth) {
    levels_[depth].fresh = levels_[depth].inner_count = 0;
    levels_[depth].inner = {};
  }
  lowest_ = levels_.empty() ? 0 : levels_.size() - 1;
  fresh_count_ = 0;
}

} // namespace krait::text
