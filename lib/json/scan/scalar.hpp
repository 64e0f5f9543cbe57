// What a JSON reader asks of the next bytes, eight at a time in a word. avx2.hpp says
// what each means.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "json/characters.hpp"
#include "json/scan/byte_masks.hpp"

namespace krait::json::scalar {

namespace {

struct scan {
  static constexpr bool has_vectors = false; // those for numbers are no gain
  static constexpr bool has_row_marks = false;
  static constexpr std::size_t step = 8;
  using stops = std::uint64_t; // the high bit of each byte that stops; garbage behind

  static stops string_stops(const char* p) noexcept {
    const std::uint64_t chunk = load8(p);
    // Borrows reach only bytes behind the first that stops.
    return (chunk | (chunk - ones * 0x20) | zero_bytes(chunk ^ ones * '"') |
            zero_bytes(chunk ^ ones * '\\')) &
           ones * 0x80;
  }
  static stops quotes(const char* p) noexcept {
    return zero_bytes(load8(p) ^ ones * '"') & ones * 0x80;
  }
  static constexpr std::size_t stride = 64;
  static bool is_plain(const char* p) noexcept {
    stops found = 0;
    for (std::size_t at = 0; at != stride; at += step)
      found |= string_stops(p + at);
    return found == 0;
  }
  static std::size_t first(stops found) noexcept {
    return static_cast<std::size_t>(std::countr_zero(found)) / 8;
  }

  static bool matches(const char* p, const char* token, unsigned length) noexcept {
    for (; length >= 8; length -= 8, p += 8, token += 8)
      if (load8(p) != load8(token))
        return false;
    // Bytes of the token behind its length are zero, so only those of the text go.
    return length == 0 || (load8(p) ^ load8(token)) << (64 - 8 * length) == 0;
  }

  static void copy(char* to, const char* from, std::size_t n) noexcept {
    copy_exactly<16>(to, from, n);
  }

  static std::size_t measure(const char* p, utf8_run& run) noexcept {
    std::size_t n = 0;
    for (; n < step && !is_escapable(p[n]); ++n) {
      const auto byte = static_cast<unsigned char>(p[n]);
      run.code_points += (byte & 0xC0) != 0x80;
      run.beyond_latin1 |= byte >= 0xC4;
      run.beyond_bmp |= byte >= 0xF0;
    }
    return n;
  }

  static std::size_t copy_plain(char* to, const char* p, bool& other) noexcept {
    std::size_t n = 0;
    for (; n < step && !is_escapable(p[n]); ++n) {
      to[n] = p[n];
      other |= !is_ascii(p[n]);
    }
    return n;
  }

  static std::size_t widen_plain(std::uint32_t* to, const char* p) noexcept {
    std::size_t n = 0;
    for (; n < step && is_ascii(p[n]) && !is_escapable(p[n]); ++n)
      to[n] = static_cast<unsigned char>(p[n]);
    return n;
  }

  static void narrow(std::uint16_t* to, const std::uint32_t* from,
                     std::size_t n) noexcept {
    for (std::size_t i = 0; i < n; ++i)
      to[i] = static_cast<std::uint16_t>(from[i]);
  }

  static std::size_t leading_space(const char* p) noexcept {
    std::size_t n = 0;
    while (n < step && is_space(p[n]))
      ++n;
    return n;
  }

  static std::uint32_t not_digits32(const char* p) noexcept {
    std::uint32_t found = 0;
    for (unsigned i = 0; i < 32; ++i)
      found |= std::uint32_t{!is_digit(p[i])} << i;
    return found;
  }

  static constexpr std::size_t block = 64; // of numbers()
  struct number_bits {
    std::uint64_t ends;
    std::uint64_t not_digits;
    std::uint64_t spaces;
  };
  static number_bits numbers(const char* p) noexcept {
    number_bits found{0, 0, 0};
    for (unsigned i = 0; i < 64; ++i) {
      const char c = p[i];
      const bool ends = c == ',' || c == ']' || c == '}' || is_space(c);
      found.ends |= std::uint64_t{ends} << i;
      found.not_digits |= std::uint64_t{!is_digit(c)} << i;
      found.spaces |= std::uint64_t{is_space(c)} << i;
    }
    return found;
  }

  static row_marks marks(const char* p) noexcept {
    row_marks found{};
    for (unsigned i = 0; i < 64; ++i) {
      const char c = p[i];
      const bool known = is_digit(c) || c == ',' || c == '-' || c == '.';
      found.known |= std::uint64_t{known} << i;
      found.commas |= std::uint64_t{c == ','} << i;
      found.minuses |= std::uint64_t{c == '-'} << i;
      found.points |= std::uint64_t{c == '.'} << i;
      found.zeros |= std::uint64_t{c == '0'} << i;
    }
    return found;
  }
  static std::uint64_t spaces(const char* p) noexcept { return numbers(p).spaces; }

  static std::uint64_t digits(const char* end, unsigned places,
                              unsigned total) noexcept {
    const char* const point = end - places;
    std::uint64_t value = 0;
    for (const char* p = point - 1 - (total - places); p != end; ++p)
      if (p != point - 1)
        value = value * 10 + static_cast<std::uint64_t>(*p - '0');
    return value;
  }

  static std::uint64_t few_digits(const char* end, unsigned places,
                                  unsigned total) noexcept {
    return digits(end, places, total);
  }

private:
  static constexpr std::uint64_t ones = 0x0101010101010101;
  static std::uint64_t load8(const char* p) noexcept {
    std::uint64_t word;
    std::memcpy(&word, p, sizeof word);
    if constexpr (std::endian::native == std::endian::big)
      word = __builtin_bswap64(word);
    return word;
  }
  static std::uint64_t zero_bytes(std::uint64_t chunk) noexcept {
    return (chunk - ones) & ~chunk;
  }
};

} // namespace

} // namespace krait::json::scalar
