// ASCII text into JSON strings on any machine. avx512.hpp says what each function
// means. SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "json/characters.hpp"
#include "json/quote/escapes.hpp"

namespace krait::json::scalar {

namespace {

struct quoting {
  static constexpr std::size_t longest = 32;
  static constexpr std::size_t slack = 8;

  template <bool NotDel>
  static bool copy_short(char* to, const char* from, std::size_t n) noexcept {
    std::uint64_t found = 0;
    std::size_t at = 0;
    for (; n - at >= 8; at += 8)
      found |= copy_word<NotDel>(to + at, from + at);
    if (at != n) // what ends with the text lies inside its object
      found |= copy_last<NotDel>(to + at, from + n - 8, n - at);
    return found == 0;
  }

  template <bool NotDel>
  static char* copy(char* to, const char* from, std::size_t n) noexcept {
    for (; n >= 8; from += 8, n -= 8)
      to = copy_word<NotDel>(to, from) == 0 ? to + 8 : copy_bytes<NotDel>(to, from, 8);
    return copy_bytes<NotDel>(to, from, n);
  }

  template <bool NotDel>
  static char* copy_alone(char* to, const char* from, std::size_t n) noexcept {
    return copy_bytes<NotDel>(to, from, n);
  }

private:
  static constexpr std::uint64_t each = 0x0101010101010101;

  static std::uint64_t load(const char* p) noexcept {
    std::uint64_t word;
    std::memcpy(&word, p, sizeof word);
    return word;
  }

  // The top bit of each byte whose lower seven are below `limit`.
  static std::uint64_t below(std::uint64_t word, std::uint64_t limit) noexcept {
    return ((word | 0x80 * each) - limit * each) ^ 0x80 * each;
  }
  template <bool NotDel> static std::uint64_t escapable(std::uint64_t word) noexcept {
    std::uint64_t found =
        below(word, 0x20) | below(word ^ each * '"', 1) | below(word ^ each * '\\', 1);
    if constexpr (NotDel)
      found |= below(word ^ each * 0x7F, 1);
    return found & ~word & 0x80 * each; // bytes from 0x80 up need none
  }

  template <bool NotDel>
  static std::uint64_t copy_word(char* to, const char* from) noexcept {
    const std::uint64_t word = load(from);
    std::memcpy(to, &word, sizeof word);
    return escapable<NotDel>(word);
  }
  // The last n < 8 of the eight bytes at `from`.
  template <bool NotDel>
  static std::uint64_t copy_last(char* to, const char* from, std::size_t n) noexcept {
    const std::size_t before = 8 * (8 - n);
    const std::uint64_t word = load(from) >> before;
    std::memcpy(to, &word, sizeof word);
    return escapable<NotDel>(word) << before; // the zeros above are none of the text
  }

  template <bool NotDel>
  static char* copy_bytes(char* to, const char* from, std::size_t n) noexcept {
    for (std::size_t i = 0; i < n; ++i) {
      if (is_escapable(from[i]) || (NotDel && from[i] == 0x7F))
        to = quotes::write_escape(to, static_cast<unsigned char>(from[i]));
      else
        *to++ = from[i];
    }
    return to;
  }
};

} // namespace

} // namespace krait::json::scalar
