// Keys seen before.
// SPDX-License-Identifier: Apache-2.0
//
// A document's many equal keys share one str, and with it its hash. Most keys are told
// apart by two words, without a look at the str.
#pragma once

#include "pycore/python.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace krait::pycore {

// After so many texts their keys are forgotten: what a document held is not to live as
// long as the process. The cost, of learning the keys again, is not to be measured.
inline constexpr std::size_t texts_remembered = 16384;

// Of fixed size, with two places for each key: at most `slot_count` short strings stay
// alive, a newer key evicts an older one that is not in use, and hostile keys cost no
// more than a miss each. Where keys do not come again it is left alone for a while.
// Begins as zero bytes, as part of the module's state.
class key_cache {
  static constexpr std::size_t slot_count = 4096;
  static constexpr std::size_t most_str_bytes = 256 << 10;

public:
  static constexpr std::size_t max_key_length = 64; // bytes
  static constexpr std::size_t look_ahead = 16;     // bytes read from the key's start

  // At the start of a text. Whether all keys were forgotten.
  bool begin() noexcept {
    if (++texts_ <= texts_remembered) [[likely]]
      return false;
    clear();
    texts_ = 1;
    return true;
  }

  // An ASCII key of the document.
  struct key {
    const char* text;
    std::size_t length;     // <= max_key_length
    std::uint64_t words[2]; // the first 16 bytes, zeros behind the key
  };
  static key key_at(const char* text, std::size_t length) noexcept {
    const std::size_t inside = std::min(length, look_ahead);
    key made{text, length, {}};
    std::memcpy(made.words, text, look_ahead);
    made.words[0] &= low_bytes[inside][0];
    made.words[1] &= low_bytes[inside][1];
    return made;
  }

  // Whether find() will not look, since keys did not come again.
  bool is_ignored() const noexcept { return ignored_ != 0; }

  // Its str, a new reference, or null: not known.
  PyObject* find(const key& wanted) noexcept {
    if (ignored_ != 0) {
      --ignored_;
      return nullptr;
    }
    const std::size_t index = index_of(wanted);
    slot* place = &slots_[index];
    if (!holds(*place, wanted)) [[unlikely]] {
      place = &slots_[index ^ 1];
      if (!holds(*place, wanted))
        return nullptr;
    }
    ++hits_;
    place->credit = most_credit;
    return Py_NewRef(place->str);
  }

  // `str` has the bytes of `made`, which find() did not know, and a hash.
  void keep(const key& made, PyObject* str) noexcept {
    if (ignored_ == 0)
      replace(made, str);
  }

  void clear() noexcept;

private:
  // A key that was found again stays for so many others that want its place.
  static constexpr std::uint32_t most_credit = 2;
  // After so many misses with fewer hits: so many keys go by unseen.
  static constexpr std::uint32_t sample = 1024;
  static constexpr std::uint32_t pause = 16 * sample;

  struct slot {
    std::uint64_t words[2];
    std::uint32_t length;
    std::uint32_t credit; // strangers to be turned away
    PyObject* str;        // owned, or null
  };

  static constexpr auto low_bytes = [] {
    std::array<std::array<std::uint64_t, 2>, look_ahead + 1> masks{};
    for (std::size_t n = 0; n <= look_ahead; ++n)
      for (std::size_t i = 0; i < n; ++i)
        masks[n][i / 8] |= std::uint64_t{0xFF} << 8 * (i % 8);
    return masks;
  }();

  static std::size_t index_of(const key& wanted) noexcept;
  static bool holds(const slot& place, const key& wanted) noexcept {
    return place.words[0] == wanted.words[0] && place.words[1] == wanted.words[1] &&
           place.length == wanted.length && place.str != nullptr &&
           same_rest(place, wanted);
  }
  static bool same_rest(const slot& place, const key& wanted) noexcept {
    if (wanted.length <= look_ahead) [[likely]]
      return true;
    const auto* const known =
        reinterpret_cast<const char*>(PyUnicode_1BYTE_DATA(place.str));
    if (wanted.length <= 2 * look_ahead) { // the last 16 bytes, without a call
      const std::size_t from = wanted.length - look_ahead;
      std::uint64_t ours[2];
      std::uint64_t theirs[2];
      std::memcpy(ours, known + from, look_ahead);
      std::memcpy(theirs, wanted.text + from, look_ahead);
      return ((ours[0] ^ theirs[0]) | (ours[1] ^ theirs[1])) == 0;
    }
    return std::memcmp(known + look_ahead, wanted.text + look_ahead,
                       wanted.length - look_ahead) == 0;
  }
  slot* place_for(const key& made) noexcept;
  void replace(const key& made, PyObject* str) noexcept;

  slot slots_[slot_count];
  std::uint32_t hits_;
  std::uint32_t misses_;
  std::uint32_t ignored_; // keys to go by unseen
  std::size_t texts_;     // since it was empty
  std::size_t str_bytes_; // of all str that are kept

public:
  static constexpr std::size_t most_bytes = sizeof(slots_) + most_str_bytes;
};

// Not keyed: a collision evicts, nothing more.
inline std::size_t key_cache::index_of(const key& wanted) noexcept {
  __extension__ using wide = unsigned __int128;
  constexpr std::uint64_t odd_1 = 0x9E3779B97F4A7C15; // 2^64 / golden ratio
  constexpr std::uint64_t odd_2 = 0xC2B2AE3D27D4EB4F; // any other odd word
  std::uint64_t more = wanted.length;
  if (wanted.length > look_ahead) [[unlikely]] {
    std::uint64_t last[2];
    std::memcpy(last, wanted.text + wanted.length - sizeof last, sizeof last);
    more += (last[0] ^ last[1] >> 7) * odd_1;
  }
  // The high half of a product depends on every bit of both factors.
  const wide product = wide{wanted.words[0] ^ odd_1} * (wanted.words[1] ^ more ^ odd_2);
  return static_cast<std::size_t>(static_cast<std::uint64_t>(product >> 64) ^
                                  static_cast<std::uint64_t>(product)) %
         slot_count;
}

} // namespace krait::pycore
