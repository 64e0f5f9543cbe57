// How the digits of a double are laid out, as Python's repr() does, for all kernels.
// SPDX-License-Identifier: Apache-2.0
//
// Fixed notation from 1e-4 up to but not 1e16: "0.00012", "12.5", "1200.0". Else one
// digit, a point if more follow, and an exponent of a sign and two digits at least.
//
// A kernel turns 17 digits into text by one row of a table: for each of 32 characters
// the row says which digit stands there, or that it is the point or a zero. How long
// the text is follows from the characters above '0' in it, so that trailing zeros drop
// out, and from the least length that its notation demands.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "json/number_writer.hpp"
#include "json/real_digits.hpp"

namespace krait::json::reals {

// Two rows for each m of the exact range, 16 - m being the digits before the point: for
// 16 leading digits, and for 15, where the first one is 0 and is left out. The last row
// is the text before an exponent.
using row = unsigned;
inline constexpr row scientific_row = 2 * (max_exact_power + 1);
inline constexpr unsigned row_count = scientific_row + 1;
constexpr row fixed_row(unsigned power, unsigned dropped) noexcept {
  return 2 * power + dropped;
}

constexpr unsigned dropped_digits(row at) noexcept { return at % 2; }
constexpr int digits_before_point(row at) noexcept {
  return at == scientific_row ? 1 : 16 - static_cast<int>(at / 2 + at % 2);
}
// Characters before the point: "0." at least.
constexpr unsigned point_of(row at) noexcept {
  return static_cast<unsigned>(std::max(digits_before_point(at), 1));
}
// The length of the shortest text: "1.0", or "1" before an exponent.
constexpr unsigned least_length(row at) noexcept {
  return at == scientific_row ? 1 : point_of(at) + 2;
}

// What stands at a place of a row: a digit by its number, from 0 to 16, or one of
// these.
inline constexpr int is_point = -1;
inline constexpr int is_zero = -2;

constexpr int source_of(row at, int place) noexcept {
  const int before = digits_before_point(at);
  const int point = std::max(before, 1);
  if (place == point)
    return is_point;
  const auto first = static_cast<int>(dropped_digits(at));
  const int digit =
      first + (before > 0 ? place - (place > point) : place - (2 - before));
  return digit < first || digit > 16 ? is_zero : digit;
}

// The digits of an exponent's magnitude, two at least and the first in the low byte,
// and their number in the top one; 1.3 KB. To compute them takes 3 ns, a fifth of the
// whole.
inline constexpr auto exponent_digits = [] {
  std::array<std::uint32_t, 325> table{};
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    const std::uint32_t two = ('0' + i / 10 % 10) | ('0' + i % 10) << 8;
    table[i] = i < 100 ? two | 2u << 24 : ('0' + i / 100) | two << 8 | 3u << 24;
  }
  return table;
}();

// "e-05", "e+300"; eight bytes.
inline char* write_exponent(char* p, int exponent) noexcept {
  const auto magnitude = static_cast<std::size_t>(exponent < 0 ? -exponent : exponent);
  const std::uint64_t digits = exponent_digits[magnitude];
  const std::uint64_t sign = exponent < 0 ? U'-' : U'+';
  const std::uint64_t text = U'e' | sign << 8 | digits << 16;
  std::memcpy(p, &text, sizeof text);
  return p + 2 + (digits >> 24);
}

// Emitter::write(p, digits, row) writes the text, into real_room bytes less a sign, and
// returns its end. It is compiled for an instruction set and these functions for any:
// inlined into the kernel, they become one.
template <class Emitter>
[[gnu::always_inline]] inline char* write_general(char* p,
                                                  std::uint64_t bits) noexcept {
  if (bits == 0) {
    std::memcpy(p, "0.0", sizeof "0.0");
    return p + 3;
  }
  const decimal number = general_digits(bits);
  const digits shown = {number.leading, std::uint64_t{number.last} << 56};
  const auto power = static_cast<unsigned>(15 - number.exponent);
  const bool fixed = power <= max_exact_power; // 1e-4 <= x < 1e16
  p = Emitter::write(p, shown, fixed ? fixed_row(power, 0) : scientific_row);
  return fixed ? p : write_exponent(p, number.exponent);
}

// Where a double's digits go in the exact range, from its bits without the sign.
struct exact {
  digits shown;
  row at;
};
constexpr std::uint64_t exact_index(std::uint64_t bits) noexcept {
  return (bits << 1 >> 53) - static_cast<std::uint64_t>(1023 + exact_min);
}
[[gnu::always_inline]] inline exact to_exact(std::uint64_t bits,
                                             std::uint64_t index) noexcept {
  constexpr std::uint64_t ten_to_15 = 1'000'000'000'000'000;
  const exact_scale& scale = exact_scales[index];
  const digits shown = exact_digits(bits, scale.ulp);
  const unsigned dropped = shown.leading < ten_to_15;
  return {shown, fixed_row(static_cast<unsigned>(scale.power), dropped)};
}

// `general` is write_general() of the same emitter, not inlined: zero and what is
// outside the exact range.
template <class Emitter>
[[gnu::always_inline]] inline char*
write(char* p, double value, char* (*general)(char*, std::uint64_t) noexcept) noexcept {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  *p = '-';
  p += bits >> 63;
  const std::uint64_t index = exact_index(bits);
  if (index >= exact_count) [[unlikely]]
    return general(p, bits << 1 >> 1);
  const exact number = to_exact(bits, index);
  return Emitter::write(p, number.shown, number.at);
}

// Each of them, and a comma behind it.
template <class Emitter>
[[gnu::always_inline]] inline char*
write_row(char* p, const double* values, std::size_t count,
          char* (*general)(char*, std::uint64_t) noexcept) noexcept {
  for (const double* const end = values + count; values != end; ++values) {
    p = write<Emitter>(p, *values, general);
    *p++ = ',';
  }
  return p;
}

// "[x,y]," of each two.
template <class Emitter>
[[gnu::always_inline]] inline char*
write_pair_row(char* p, const double* values, std::size_t pairs,
               char* (*general)(char*, std::uint64_t) noexcept) noexcept {
  for (const double* const end = values + 2 * pairs; values != end; values += 2) {
    *p++ = '[';
    p = write<Emitter>(p, values[0], general);
    *p++ = ',';
    p = write<Emitter>(p, values[1], general);
    std::memcpy(p, "],", 2);
    p += 2;
  }
  return p;
}

} // namespace krait::json::reals
