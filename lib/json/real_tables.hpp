// The tables that the vector kernels lay doubles out with: 1.7 and 1.6 KB, of which a
// machine uses one.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#if defined(__x86_64__)
#include <array>
#include <cstdint>

#include "json/real_layout.hpp"
#include "json/sixteen_digits.hpp"

namespace krait::json::reals {

struct alignas(32) vector_bytes : std::array<std::uint8_t, 32> {};

// Both are defined elsewhere so that kernels load from them, by one address: constants
// that the compiler knows become immediates, or a copy for each use.

// For shuffles of two times 16 bytes: digit 15 - i in byte i of the first, digit 16 - i
// in byte i of the second; zero where no digit stands.
struct shuffle_layout {
  digit_ladder ladder;
  std::array<vector_bytes, row_count> rows;
  std::array<std::uint32_t, row_count> least; // the bit of least_length()'s last byte
  std::array<std::uint8_t, row_count> point;  // point_of()
};
extern const shuffle_layout shuffles;

// For one permutation of the bytes of two vectors that hold eight digits each, one a
// lane, the first in lane 0. With a fraction of 52 bits, n * fractions[i] is
// n / 10^(8-i) modulo 1 for n < 10^8, and the digit is the integral part of ten times
// that. Rounded up fractions do where n times the error stays below 10^-(8-i); for lane
// 0 it does not: there the fraction is cut and `nudge` added.
struct permutation_layout {
  alignas(64) std::array<std::uint64_t, 8> fractions;
  vector_bytes zeros; // '0'
  std::array<vector_bytes, row_count> rows;
  std::uint64_t nudge;
  std::uint64_t ten;
  // What the digit is added to: '0' in byte 0, a point and a zero in bytes 1 and 2 for
  // the layout, and '0' in byte 7, where the last digit of 17 goes.
  std::uint64_t frame;
  std::array<std::uint32_t, row_count> least;
};
extern const permutation_layout permutations;

} // namespace krait::json::reals
#endif
