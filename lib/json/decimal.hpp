// From the digits of a decimal fraction to the nearest double.
// SPDX-License-Identifier: Apache-2.0
//
// For value = digits / 10^places with at most 19 digits and 19 places, which is what
// nearly every fraction in a document is. Up to 2^53 both operands are exact doubles
// and one division rounds once (W. D. Clinger, "How to Read Floating Point Numbers
// Accurately", 1990). Above, one multiplication by the reciprocal of 5^places to 128
// bits decides it (D. Lemire, "Number Parsing at a Gigabyte per Second", 2021, who
// proves for the whole range of doubles that the product is never too close to a
// midpoint for that; our range needs none of the checks for overflow and subnormals).
#pragma once

#include <array>
#include <bit>
#include <cstdint>

namespace krait::json {

inline constexpr unsigned max_decimal_places = 19;

namespace decimal {

__extension__ using wide = unsigned __int128;

// The 128 leading bits of 5^-places, the last one rounded up, and its exponent.
struct reciprocal {
  std::uint64_t high, low;
};

constexpr int bit_length(std::uint64_t value) { return 64 - std::countl_zero(value); }

constexpr std::uint64_t power_of_five(unsigned exponent) {
  std::uint64_t power = 1; // 5^19 has 45 bits
  for (; exponent != 0; --exponent)
    power *= 5;
  return power;
}

// floor(2^(127 + length) / 5^places) + 1, where length is the bit length of 5^places:
// between 2^127 and 2^128. 5^0 has no rest to round up for.
constexpr reciprocal reciprocal_of(unsigned places) {
  if (places == 0)
    return {std::uint64_t{1} << 63, 0};
  const std::uint64_t divisor = power_of_five(places);
  // Long division; the first quotient bit that is set is bit 127.
  std::uint64_t rest = 1;
  wide quotient = 0;
  for (int i = 0; i < 127 + bit_length(divisor); ++i) {
    rest *= 2;
    quotient *= 2;
    if (rest >= divisor) {
      rest -= divisor;
      ++quotient;
    }
  }
  ++quotient;
  return {static_cast<std::uint64_t>(quotient >> 64),
          static_cast<std::uint64_t>(quotient)};
}

inline constexpr auto reciprocals = [] {
  std::array<reciprocal, max_decimal_places + 1> table{};
  for (unsigned i = 0; i < table.size(); ++i)
    table[i] = reciprocal_of(i);
  return table;
}();

// The biased exponent of digits * 10^-places, less one, where digits has its highest
// bit at 63 and the product below has its highest bit at 62.
//
// 5^-places is reciprocal * 2^-(127 + length); digits * reciprocal >> 64 has 127 or 128
// bits, of which `high` is the upper half; so with 62 as the top bit of `high` the
// value is 2^62 * 2^(64 + 64) * 2^-(127 + length) * 2^-places or more, and less than
// twice that.
inline constexpr auto exponents = [] {
  std::array<std::uint16_t, max_decimal_places + 1> table{};
  for (unsigned i = 0; i < table.size(); ++i) {
    const int length = i == 0 ? 0 : bit_length(power_of_five(i));
    table[i] = static_cast<std::uint16_t>(1023 + 62 + 128 - 127 - length -
                                          static_cast<int>(i) - 1);
  }
  return table;
}();

inline constexpr double powers_of_ten[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,
                                           1e7,  1e8,  1e9,  1e10, 1e11, 1e12, 1e13,
                                           1e14, 1e15, 1e16, 1e17, 1e18, 1e19};

// digits != 0.
inline double scale(std::uint64_t digits, unsigned places) noexcept {
  const int up = std::countl_zero(digits);
  digits <<= up;
  const reciprocal by = reciprocals[places];
  const wide product = wide{digits} * by.high;
  auto high = static_cast<std::uint64_t>(product >> 64);
  auto low = static_cast<std::uint64_t>(product);
  // Nine bits below the 55 that decide: all ones, and what the lower half of the
  // reciprocal adds may carry into them. Once in 512.
  if ((high & 0x1FF) == 0x1FF) [[unlikely]] {
    const auto carried = static_cast<std::uint64_t>(wide{digits} * by.low >> 64);
    low += carried;
    high += low < carried;
  }
  const auto top = static_cast<unsigned>(high >> 63);
  std::uint64_t significand = high >> (top + 9); // 54 bits: one to round by
  // Exactly halfway: to even. Then 5^places divides the digits, so places <= 4.
  if (low <= 1 && places <= 4 && (significand & 3) == 1 &&
      significand << (top + 9) == high) [[unlikely]]
    significand &= ~std::uint64_t{1};
  // Rounding up to 2^53 carries into the exponent, as it should.
  significand = (significand + (significand & 1)) >> 1;
  const std::uint64_t exponent = exponents[places] + top - static_cast<unsigned>(up);
  return std::bit_cast<double>((exponent << 52) + significand);
}

} // namespace decimal

// The double nearest to digits / 10^places, for places <= max_decimal_places; the first
// for digits <= 2^53, the second for all and slower.
inline double divide_few_digits(std::uint64_t digits, unsigned places) noexcept {
  return static_cast<double>(static_cast<std::int64_t>(digits)) /
         decimal::powers_of_ten[places];
}
inline double divide_many_digits(std::uint64_t digits, unsigned places) noexcept {
  return digits == 0 ? 0.0 : decimal::scale(digits, places);
}
inline double divide_by_power_of_ten(std::uint64_t digits, unsigned places) noexcept {
  return digits <= std::uint64_t{1} << 53 ? divide_few_digits(digits, places)
                                          : decimal::scale(digits, places);
}

} // namespace krait::json
