// Small objects by pairs, larger ones by tables, the largest by a table that lasts.
// SPDX-License-Identifier: Apache-2.0
#include "text/key_watch.hpp"

#include <algorithm>
#include <bit>
#include <chrono>
#include <cstring>
#include <string>
#include <string_view>
#include <sys/random.h>

#include "text/rewrite.hpp"

namespace krait::text {

namespace {

constexpr std::size_t most_pairs = 12; // keys; beyond it a table pays
constexpr std::size_t shape_count = 1024;

std::uint64_t load(const char* p) noexcept {
  std::uint64_t word;
  std::memcpy(&word, p, sizeof word);
  return word;
}

// Both halves of a 128-bit product (after W. Yi's wyhash).
std::uint64_t fold(std::uint64_t a, std::uint64_t b) noexcept {
  __extension__ using wide = unsigned __int128;
  const wide product = wide{a} * b;
  return static_cast<std::uint64_t>(product) ^
         static_cast<std::uint64_t>(product >> 64);
}

// Row n keeps the first n bytes of 16.
constexpr auto first_bytes = [] {
  std::array<std::array<std::uint64_t, 2>, 17> row{};
  for (std::size_t n = 0; n <= 16; ++n) {
    row[n][0] = n >= 8 ? ~std::uint64_t{0} : (std::uint64_t{1} << (8 * n)) - 1;
    row[n][1] = n >= 16 ? ~std::uint64_t{0}
                : n > 8 ? (std::uint64_t{1} << (8 * (n - 8))) - 1
                        : 0;
  }
  return row;
}();

// 16 bytes behind p can be read, whatever `size` is.
std::uint64_t hash_bytes(const char* p, std::size_t size,
                         const std::uint64_t* seed) noexcept {
  std::uint64_t hash = seed[0] ^ size * 0xFF51AFD7ED558CCD;
  for (; size > 16; p += 16, size -= 16)
    hash = fold(load(p) ^ hash, load(p + 8) ^ seed[1]) + seed[0];
  return fold((load(p) & first_bytes[size][0]) ^ hash,
              (load(p + 8) & first_bytes[size][1]) ^ seed[1]);
}

std::string_view raw_key(const token_list& tokens, std::size_t token) noexcept {
  const std::uint32_t begin = tokens.begins[token];
  return {tokens.text + begin + 1, tokens.begins[token + 1] - begin - 2};
}

// The key in its canonical form.
std::string canonical(std::string_view raw) {
  std::string result;
  std::string text(raw);
  text.append(16, '\0');
  result.resize(raw.size() + 32);
  char* out = result.data();
  rewrite_log log;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    *out++ = text[i];
    if (text[i] != '\\')
      continue;
    const char next = text[++i];
    if (next != 'u' && next != '/') {
      *out++ = next;
      continue;
    }
    std::size_t taken = 0;
    out = rewrite_escape(&text[i], out, taken, {}, log);
    i += taken - 1;
  }
  result.resize(static_cast<std::size_t>(out - result.data()));
  return result;
}

} // namespace

key_watch::key_watch(bool spelled_freely)
    : spelled_freely_(spelled_freely), shapes_(shape_count) {
  if (::getrandom(seed_.data(), sizeof seed_, 0) != sizeof seed_) {
    // No randomness to be had: addresses and the clock are better than nothing.
    const auto now = static_cast<std::uint64_t>(
        std::chrono::steady_clock::now().time_since_epoch().count());
    for (std::size_t i = 0; i < seed_.size(); ++i)
      seed_[i] =
          fold(now + i, reinterpret_cast<std::uintptr_t>(this) ^ 0xA0761D6478BD642F);
  }
  for (std::uint64_t& seed : seed_)
    seed |= 1;
}

void key_watch::reset() {
  levels_.clear();
  lowest_ = 0;
  fresh_count_ = 0;
  settled_.clear();
  std::fill(table_.begin(), table_.end(), 0);
}

std::uint64_t key_watch::hash_of(const token_list& tokens, std::size_t token,
                                 const std::uint64_t* seed) const {
  const std::string_view key = raw_key(tokens, token);
  if (spelled_freely_ && key.find('\\') != key.npos) {
    std::string same = canonical(key);
    const std::size_t size = same.size();
    same.append(16, '\0');
    return hash_bytes(same.data(), size, seed);
  }
  return hash_bytes(key.data(), key.size(), seed);
}

bool key_watch::same(const token_list& tokens, const own_key& a,
                     const own_key& b) const {
  if (a.hash != b.hash)
    return false;
  const std::string_view left = raw_key(tokens, a.token);
  const std::string_view right = raw_key(tokens, b.token);
  if (spelled_freely_)
    return canonical(left) == canonical(right);
  return left == right;
}

void key_watch::look(const token_list& tokens, const grammar_state& grammar,
                     std::size_t end, std::vector<repeated_key>& found) {
  found_ = &found;
  const auto found_before = static_cast<std::ptrdiff_t>(found.size());
  const std::size_t first = fresh_count_;
  fresh_.reserve(first + end + 1, first + 1);
  if (first == 0)
    fresh_.data()[0].before = {};
  if (spelled_freely_)
    add_keys<true>(tokens, grammar.keys, end);
  else
    add_keys<false>(tokens, grammar.keys, end);
  walk_objects(tokens, grammar, first);
  for (std::size_t depth = lowest_; depth < levels_.size(); ++depth)
    compare(tokens, depth, end_of(depth));
  std::sort(
      found.begin() + found_before, found.end(),
      [](const repeated_key& a, const repeated_key& b) { return a.token < b.token; });
}

// All keys alike, whosever they are: how many an object has nobody could guess.
template <bool SpelledFreely>
void key_watch::add_keys(const token_list& tokens, const bits::mask* masks,
                         std::size_t end) {
  const std::array<std::uint64_t, 4> seed = seed_;
  fresh_key* next = fresh_.data() + fresh_count_;
  shape so_far = next->before;
  for (std::size_t at = 0; at < end; at += 64)
    for (bits::mask keys = masks[at / 64] & bits::below(end - at); keys != 0;
         keys &= keys - 1) {
      const std::size_t token = at + bits::first(keys);
      std::uint64_t hash;
      if constexpr (SpelledFreely) {
        hash = hash_of(tokens, token, seed.data());
      } else {
        const std::string_view key = raw_key(tokens, token);
        hash = hash_bytes(key.data(), key.size(), seed.data());
      }
      next->token = static_cast<std::uint32_t>(token);
      next->behind = 0;
      so_far.add({hash, hash});
      ++next;
      next->before = so_far;
    }
  fresh_count_ = static_cast<std::size_t>(next - fresh_.data());
}

// Which keys are whose; `first` is the first of the tokens.
void key_watch::walk_objects(const token_list& tokens, const grammar_state& grammar,
                             std::size_t first) {
  const object_edge* const end = grammar.edges + grammar.edge_count;
  for (const object_edge* edge = grammar.edges; edge != end; ++edge) {
    const std::size_t before = first + edge->keys_before;
    if (edge->closes == 0)
      levels_.push_back({before, settled_.size(), 0, 0, {}});
    else
      close_level(tokens, before);
  }
}

// Where the keys at hand of an open object end: what is open in it is so to the end.
std::size_t key_watch::end_of(std::size_t depth) const noexcept {
  return depth + 1 < levels_.size() ? levels_[depth + 1].fresh : fresh_count_;
}

// The keys among [begin, end) that do not belong to objects which were closed.
void key_watch::gather(std::size_t begin, std::size_t end) {
  own_.clear();
  const fresh_key* const keys = fresh_.data();
  for (std::size_t i = begin; i < end;) {
    if (keys[i].behind != 0) {
      i = keys[i].behind;
      continue;
    }
    own_.push_back({keys[i + 1].before.sum - keys[i].before.sum, keys[i].token});
    ++i;
  }
}

// What tells the keys at hand of an object from any others.
inline std::uint64_t key_watch::seal_of(const level& here,
                                        std::size_t end) const noexcept {
  const fresh_key* const keys = fresh_.data();
  const shape own = keys[end].before - keys[here.fresh].before - here.inner;
  const std::size_t count = end - here.fresh - here.inner_count;
  return fold((own.sum + count) ^ seed_[0], own.mixed ^ seed_[1]);
}

// The keys at hand of an object, among themselves and with those before.
void key_watch::compare(const token_list& tokens, std::size_t depth, std::size_t end) {
  const level& here = levels_[depth];
  const std::size_t count = end - here.fresh - here.inner_count;
  const std::size_t before = found_->size();
  if (here.settled_count != 0 && count != 0) {
    gather(here.fresh, end);
    compare_settled(tokens, depth);
  }
  if (count < 2)
    return;
  // Objects of the same keys come in great numbers.
  const std::uint64_t seal = seal_of(here, end);
  std::uint64_t& seen = shapes_[seal % shape_count];
  if (seen == seal)
    return;
  if (here.settled_count == 0)
    gather(here.fresh, end);
  if (own_.size() <= most_pairs)
    compare_pairs(tokens);
  else
    compare_by_table(tokens);
  if (found_->size() == before)
    seen = seal;
}

void key_watch::compare_pairs(const token_list& tokens) {
  for (std::size_t i = 1; i < own_.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (own_[i].hash == own_[j].hash && same(tokens, own_[i], own_[j])) {
        found_->push_back({own_[i].token, true, own_[j].token, {}});
        break;
      }
}

void key_watch::compare_by_table(const token_list& tokens) {
  const std::size_t size = std::bit_ceil(own_.size() * 2);
  scratch_.assign(size, 0);
  for (std::size_t i = 0; i < own_.size(); ++i) {
    std::size_t slot = own_[i].hash & (size - 1);
    for (; scratch_[slot] != 0; slot = (slot + 1) & (size - 1)) {
      const own_key& other = own_[scratch_[slot] - 1];
      if (same(tokens, other, own_[i])) {
        found_->push_back({own_[i].token, true, other.token, {}});
        break;
      }
    }
    if (scratch_[slot] == 0)
      scratch_[slot] = static_cast<std::uint32_t>(i + 1);
  }
}

// Leaves those that are new.
void key_watch::compare_settled(const token_list& tokens, std::size_t depth) {
  std::size_t fresh = 0;
  for (const own_key& key : own_) {
    bool is_new = true;
    std::uint64_t check = 0;
    for (std::size_t slot = slot_of(key.hash, depth); table_[slot] != 0;
         slot = (slot + 1) & (table_.size() - 1)) {
      const settled_key& other = settled_[table_[slot] - 1];
      if (other.hash != key.hash || other.level != depth)
        continue;
      if (check == 0)
        check = hash_of(tokens, key.token, &seed_[2]);
      if (check == other.check) {
        found_->push_back({key.token, false, 0, other.at});
        is_new = false;
        break;
      }
    }
    own_[fresh] = key;
    fresh += is_new;
  }
  own_.resize(fresh);
}

std::size_t key_watch::slot_of(std::uint64_t hash, std::size_t depth) const {
  return (hash + depth * 0x9E3779B97F4A7C15) & (table_.size() - 1);
}

void key_watch::keep(const settled_key& key) {
  settled_.push_back(key);
  if (table_.size() < settled_.size() * 2)
    grow_table();
  else
    enter(settled_.size());
}

// Into the table: the key of that number, from 1.
void key_watch::enter(std::size_t number) {
  const settled_key& key = settled_[number - 1];
  std::size_t slot = slot_of(key.hash, key.level);
  while (table_[slot] != 0)
    slot = (slot + 1) & (table_.size() - 1);
  table_[slot] = static_cast<std::uint32_t>(number);
}

void key_watch::grow_table() {
  const std::size_t size = std::max<std::size_t>(256, table_.size() * 2);
  table_ = {}; // the keys tell it again: the two are never there at once
  table_.assign(size, 0);
  for (std::size_t number = 1; number <= settled_.size(); ++number)
    enter(number);
}

void key_watch::close_level(const token_list& tokens, std::size_t end) {
  // Not copied whole: that would wait for the single words which were stored just now.
  const level& last = levels_.back();
  const std::size_t fresh = last.fresh;
  const std::size_t settled_count = last.settled_count;
  // Objects of keys that were found in order before need nothing more.
  const std::uint64_t seal = seal_of(last, end);
  if (settled_count != 0 || shapes_[seal % shape_count] != seal)
    compare(tokens, levels_.size() - 1, end);
  levels_.pop_back();
  if (end != fresh) {
    fresh_key* const keys = fresh_.data();
    keys[fresh].behind = static_cast<std::uint32_t>(end);
    if (!levels_.empty()) {
      levels_.back().inner_count += end - fresh;
      levels_.back().inner.add(keys[end].before - keys[fresh].before);
    }
  }
  if (lowest_ != 0 && lowest_ >= levels_.size())
    lowest_ = levels_.empty() ? 0 : levels_.size() - 1;
  for (std::size_t i = 0; i < settled_count; ++i)
    forget_last();
}

// Takes the key that was settled last out of the table. Who came behind it in its run
// moves up where its own slot allows it (Knuth's algorithm R).
void key_watch::forget_last() {
  const std::size_t wrap = table_.size() - 1;
  const settled_key& last = settled_.back();
  std::size_t hole = slot_of(last.hash, last.level);
  while (table_[hole] != settled_.size())
    hole = (hole + 1) & wrap;
  for (std::size_t next = (hole + 1) & wrap; table_[next] != 0;
       next = (next + 1) & wrap) {
    const settled_key& key = settled_[table_[next] - 1];
    const std::size_t home = slot_of(key.hash, key.level);
    if (((next - home) & wrap) >= ((next - hole) & wrap)) {
      table_[hole] = table_[next];
      hole = next;
    }
  }
  table_[hole] = 0;
  settled_.pop_back();
}

} // namespace krait::text
