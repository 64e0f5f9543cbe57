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

bool key_watch::same(const token_list& tokens, const fresh_key& a,
                     const fresh_key& b) const {
  if (a.hash != b.hash)
    return false;
  const std::string_view left = raw_key(tokens, a.token);
  const std::string_view right = raw_key(tokens, b.token);
  if (spelled_freely_)
    return canonical(left) == canonical(right);
  return left == right;
}

void key_watch::shape::add(std::uint64_t hash) noexcept {
  product = (product + hash) * 0x9E3779B97F4A7C15;
  rotated = std::rotl(rotated, 23) ^ hash;
}

void key_watch::look(const token_list& tokens, const key_masks* masks, std::size_t end,
                     std::vector<repeated_key>& found) {
  found_ = &found;
  const auto found_before = static_cast<std::ptrdiff_t>(found.size());
  fresh_.reserve(fresh_count_ + end, fresh_count_);
  if (spelled_freely_)
    look_at_all<true>(tokens, masks, end);
  else
    look_at_all<false>(tokens, masks, end);
  for (std::size_t depth = lowest_; depth < levels_.size(); ++depth)
    compare(tokens, depth,
            depth + 1 < levels_.size() ? levels_[depth + 1].fresh : fresh_count_);
  std::sort(
      found.begin() + found_before, found.end(),
      [](const repeated_key& a, const repeated_key& b) { return a.token < b.token; });
}

// Keys in runs, up to the next bracket of an object.
template <bool SpelledFreely>
void key_watch::look_at_all(const token_list& tokens, const key_masks* masks,
                            std::size_t end) {
  for (std::size_t at = 0; at < end; at += 64) {
    const bits::mask valid = bits::below(end - at);
    const key_masks& here = masks[at / 64];
    bits::mask keys = here.keys & valid;
    bits::mask brackets = (here.opened_objects | here.closed_objects) & valid;
    for (; brackets != 0; brackets &= brackets - 1) {
      const unsigned place = bits::first(brackets);
      const bits::mask run = keys & bits::below(place);
      if (run != 0)
        add_keys<SpelledFreely>(tokens, at, run);
      keys ^= run;
      if ((here.opened_objects >> place & 1) != 0)
        levels_.push_back({fresh_count_, settled_.size(), 0, {}});
      else
        close_level(tokens);
    }
    if (keys != 0)
      add_keys<SpelledFreely>(tokens, at, keys);
  }
}

template <bool SpelledFreely>
void key_watch::add_keys(const token_list& tokens, std::size_t begin, bits::mask keys) {
  level& here = levels_.back();
  shape so_far = here.at_hand;
  fresh_key* next = fresh_.data() + fresh_count_;
  for (; keys != 0; keys &= keys - 1) {
    const std::size_t token = begin + bits::first(keys);
    std::uint64_t hash;
    if constexpr (SpelledFreely) {
      hash = hash_of(tokens, token, seed_.data());
    } else {
      const std::string_view key = raw_key(tokens, token);
      hash = hash_bytes(key.data(), key.size(), seed_.data());
    }
    *next++ = {hash, token};
    so_far.add(hash);
  }
  here.at_hand = so_far;
  fresh_count_ = static_cast<std::size_t>(next - fresh_.data());
}

// The keys at hand of an object, among themselves and with those before.
void key_watch::compare(const token_list& tokens, std::size_t depth, std::size_t end) {
  const level& here = levels_[depth];
  const std::size_t count = end - here.fresh;
  if (here.settled_count != 0)
    compare_settled(tokens, depth, here.fresh, end);
  if (count < 2)
    return;
  if (count > 64) {
    compare_by_table(tokens, here.fresh, end);
    return;
  }
  // Objects of the same keys in the same order come in great numbers.
  const shape& keys = here.at_hand;
  const std::uint64_t own =
      fold((keys.product + count) ^ seed_[0], keys.rotated ^ seed_[1]);
  std::uint64_t& seen = shapes_[own % shape_count];
  if (seen == own)
    return;
  const std::size_t before = found_->size();
  if (count <= most_pairs)
    compare_pairs(tokens, here.fresh, end);
  else
    compare_by_table(tokens, here.fresh, end);
  if (found_->size() == before)
    seen = own;
}

void key_watch::compare_pairs(const token_list& tokens, std::size_t begin,
                              std::size_t end) {
  const fresh_key* const keys = fresh_.data();
  for (std::size_t i = begin + 1; i < end; ++i)
    for (std::size_t j = begin; j < i; ++j)
      if (keys[i].hash == keys[j].hash && same(tokens, keys[i], keys[j])) {
        found_->push_back({keys[i].token, true, keys[j].token, {}});
        break;
      }
}

void key_watch::compare_by_table(const token_list& tokens, std::size_t begin,
                                 std::size_t end) {
  const std::size_t size = std::bit_ceil((end - begin) * 2);
  scratch_.assign(size, 0);
  const fresh_key* const keys = fresh_.data();
  for (std::size_t i = begin; i < end; ++i) {
    std::size_t slot = keys[i].hash & (size - 1);
    for (; scratch_[slot] != 0; slot = (slot + 1) & (size - 1)) {
      const fresh_key& other = keys[begin + scratch_[slot] - 1];
      if (same(tokens, other, keys[i])) {
        found_->push_back({keys[i].token, true, other.token, {}});
        break;
      }
    }
    if (scratch_[slot] == 0)
      scratch_[slot] = static_cast<std::uint32_t>(i - begin + 1);
  }
}

void key_watch::compare_settled(const token_list& tokens, std::size_t depth,
                                std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end; ++i) {
    const fresh_key& key = fresh_.data()[i];
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
        break;
      }
    }
  }
}

std::size_t key_watch::slot_of(std::uint64_t hash, std::size_t depth) const {
  return (hash + depth * 0x9E3779B97F4A7C15) & (table_.size() - 1);
}

void key_watch::keep(const settled_key& key) {
  settled_.push_back(key);
  if (table_.size() < settled_.size() * 2)
    grow_table();
  else {
    std::size_t slot = slot_of(key.hash, key.level);
    while (table_[slot] != 0)
      slot = (slot + 1) & (table_.size() - 1);
    table_[slot] = static_cast<std::uint32_t>(settled_.size());
  }
}

void key_watch::grow_table() {
  table_.assign(std::max<std::size_t>(256, table_.size() * 2), 0);
  for (std::size_t i = 0; i < settled_.size(); ++i) {
    std::size_t slot = slot_of(settled_[i].hash, settled_[i].level);
    while (table_[slot] != 0)
      slot = (slot + 1) & (table_.size() - 1);
    table_[slot] = static_cast<std::uint32_t>(i + 1);
  }
}

void key_watch::close_level(const token_list& tokens) {
  compare(tokens, levels_.size() - 1, fresh_count_);
  const level& last = levels_.back();
  const std::size_t settled_count = last.settled_count;
  fresh_count_ = last.fresh;
  levels_.pop_back();
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
