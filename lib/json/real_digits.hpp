// Which digits a double is written with: the shortest decimal that reads back the same.
// SPDX-License-Identifier: Apache-2.0
//
// Every real number nearer to x than half an ulp reads back as x (G. L. Steele, J. L.
// White, "How to Print Floating-Point Numbers Accurately", 1990). Of the decimals in
// that interval the shortest is wanted, and of those the nearest to x. As in R.
// Giulietti, "The Schubfach way to render doubles", 2020, a scale is chosen at which
// few decimals need a look:
//
//   x = c * 2^q with c < 2^53,  k = floor(log10(2^q)),  m = -k - 1,  V = x * 10^m.
//
// One ulp of V is 2^q * 10^m, from 0.1 up to but not 1. So the interval holds at most
// one integer, and always a multiple of a tenth. An integer in it is the answer
// (whatever is shorter is an integer too: its trailing zeros are dropped); else the
// multiple of a tenth that is nearest to V, which lies at most 0.05 away and thus
// inside. c has 53 bits, so V has 15 or 16 digits before its point, and the answer at
// most 17.
//
// Let f be the fraction of V and h half its ulp. The next integer is in the interval if
// f + h > 1, the one before if f < h, never both. Else f lies between 0.05 and 0.95 and
// 10f rounds to 1 to 9.
//
// The exact range, 2^-13 <= x < 2^52. There -65 <= q <= -1 and 0 <= m <= 19, hence
// V = c * 5^m * 2^(q+m), and u = 5^m * 2^(53+q+m) is an integer below 2^53 (53+q+m is 7
// at least). The product of c * 2^11 and u, both below 2^64, is V * 2^64: one
// multiplication gives all of V, its integral part in the high word and its fraction in
// the low one, and nothing is rounded. h is u * 2^10 in the same units. Besides:
//   - No end of the interval is an integer: V +- h is odd * 5^m * 2^(q+m-1), and q + m
//     is negative. Whether x's own significand is even does not matter.
//   - A power of two, below which the ulp is half as large, needs no case: 2^e is an
//     integer at this scale (m >= -e), so f is 0 and V itself the answer.
//   - f has -(q+m) <= 46 bits, so 10f is a tie only where f is 1/4 or 3/4 (20f is odd,
//     so 4f is, as no power of 1/2 times 1/5 is an integer): 2.5 goes to 2, 7.5 to 8.
//
// The general range, all else: real_digits.cpp.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace krait::json::reals {

__extension__ using wide = unsigned __int128;

// 17 digits: those of `leading` (16, of which the first may be 0), then the last.
struct digits {
  std::uint64_t leading;
  std::uint64_t last; // in the top byte, where vectors can take it; the others are 0
};

// The same, normalised: 10^15 <= leading < 10^16, and the first digit counts
// 10^exponent.
struct decimal {
  std::uint64_t leading;
  std::uint32_t last;
  std::int32_t exponent;
};

// The logarithms are their constants' fractions rounded; real_digits.cpp asserts both
// for every argument in use.
constexpr int floor_log10_of_power_of_2(int q) noexcept { return (q * 315653) >> 20; }
constexpr int floor_log2_of_power_of_10(int m) noexcept { return (m * 217706) >> 16; }

inline constexpr int exact_min = -13; // 2^exact_min <= x < 2^(exact_max + 1)
inline constexpr int exact_max = 51;
inline constexpr std::size_t exact_count = exact_max - exact_min + 1;

// u and m above.
struct exact_scale {
  std::uint64_t ulp;
  std::uint64_t power;
};
// By binary exponent, from exact_min on: 1 KB.
extern const std::array<exact_scale, exact_count> exact_scales;

constexpr int exact_power(int exponent) noexcept {
  return -floor_log10_of_power_of_2(exponent - 52) - 1;
}
inline constexpr unsigned max_exact_power = exact_power(exact_min);

// 10f to the nearest digit, the ties above to even; in the top byte. To round is to add
// 0.05 and cut; taken a little smaller, 2.5 stays below 3, and with a factor a little
// larger than 10, 7.5 reaches 8 all the same. With 0.05 * 2^64 - a and 10 * 2^56 + b:
// 0.3 * 2^8 * b < 10a < 0.8 * 2^8 * b. Other fractions of 46 bits are further from a
// step than that.
constexpr std::uint64_t tenths(std::uint64_t fraction) noexcept {
  constexpr std::uint64_t factor = (std::uint64_t{10} << 56) + 16;
  constexpr std::uint64_t half = 0x0CCCCCCCCCCCCCCC - 224;
  constexpr std::uint64_t digit = std::uint64_t{0x0F} << 56;
  return static_cast<std::uint64_t>(wide{fraction + half} * factor >> 64) & digit;
}

// Of a double in the exact range, by the ulp of its exponent. The mask is no branch:
// half of all long fractions would mispredict it.
[[gnu::always_inline]] inline digits exact_digits(std::uint64_t bits,
                                                  std::uint64_t ulp) noexcept {
  constexpr std::uint64_t implicit_bit = std::uint64_t{1} << 63;
  const std::uint64_t half = ulp << 10;
  const wide value = wide{bits << 11 | implicit_bit} * ulp;
  const auto fraction = static_cast<std::uint64_t>(value);
  const std::uint64_t up = fraction + half < fraction;
  const std::uint64_t down = fraction < half;
  return {static_cast<std::uint64_t>(value >> 64) + up,
          tenths(fraction) & ((up | down) - 1)};
}

// Of any double above zero, given as its bits; what is infinite or no number gives some
// digits.
decimal general_digits(std::uint64_t bits) noexcept;

} // namespace krait::json::reals
