// Integers as text, inline: three or eight digits at a time, without a branch for each
// length.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#include "json/eight_digits.hpp"

namespace krait::json {

// What write_magnitude() may write to, whatever the text's length.
inline constexpr std::size_t magnitude_room = 24;

namespace integers {

// How many digits a number below 2^32 has: by its bit length, the sum's upper half (K.
// Willets, "An exact count of digits", 2021, in D. Lemire's blog): 10^n carries into
// it.
inline constexpr auto digit_counts = [] {
  std::array<std::uint64_t, 32> table{};
  for (unsigned bits = 0; bits < 32; ++bits) {
    std::uint64_t digits = 1;
    std::uint64_t ten = 10;
    for (; ten <= std::uint64_t{1} << bits; ten *= 10)
      ++digits;
    // Where 2^(bits + 1) - 1 may have one digit more, the carry comes at `ten`.
    table[bits] =
        ten < std::uint64_t{2} << bits ? ((digits + 1) << 32) - ten : digits << 32;
  }
  return table;
}();

inline unsigned count_digits(std::uint32_t value) noexcept {
  return static_cast<unsigned>(
      (value + digit_counts[static_cast<unsigned>(std::bit_width(value | 1)) - 1]) >>
      32);
}

inline constexpr std::uint64_t zeros = 0x3030303030303030;

// value < 10^8.
inline char* write_short(char* p, std::uint32_t value) noexcept {
  const unsigned digits = count_digits(value);
  const std::uint64_t text = (eight_digits::spread(value) | zeros) >> (64 - 8 * digits);
  std::memcpy(p, &text, sizeof text);
  return p + digits;
}

// The three digits of each number below 1,000, and above them how many of them are
// leading zeros, in bits.
inline constexpr auto threes = [] {
  std::array<std::uint32_t, 1000> table{};
  for (std::uint32_t value = 0; value < 1000; ++value) {
    const std::uint32_t zero_bits = value < 10 ? 16 : value < 100 ? 8 : 0;
    table[value] = zero_bits << 24 | ('0' + value % 10) << 16 |
                   ('0' + value / 10 % 10) << 8 | ('0' + value / 100);
  }
  return table;
}();

// Six digits, whatever the value, in the low bytes; value < 10^6.
inline std::uint64_t six_digits(std::uint32_t high, std::uint32_t low) noexcept {
  constexpr std::uint32_t digits = 0xFFFFFF;
  return std::uint64_t{low & digits} << 24 | (high & digits);
}
inline char* write_padded(char* p, std::uint32_t value) noexcept {
  const std::uint64_t text = six_digits(threes[value / 1000], threes[value % 1000]);
  std::memcpy(p, &text, sizeof text);
  return p + 6;
}
// With few instructions, and no branch for the length: most integers are so short.
inline char* write_six(char* p, std::uint32_t value) noexcept {
  const std::uint32_t high = threes[value / 1000];
  const std::uint32_t low = threes[value % 1000];
  const std::uint32_t zero_bits = value < 1000 ? 24 + (low >> 24) : high >> 24;
  const std::uint64_t text = six_digits(high, low) >> zero_bits;
  std::memcpy(p, &text, sizeof text);
  return p + (6 - zero_bits / 8);
}

// From 10^6 on.
[[gnu::noinline]] inline char* write_long(char* p, std::uint64_t value) noexcept {
  constexpr std::uint64_t six = 1'000'000;
  std::uint64_t high = value / six;
  if (high >= six) [[unlikely]] {
    const std::uint64_t top = high / six; // up to 18,446,744
    high %= six;
    p = write_short(p, static_cast<std::uint32_t>(top));
    p = write_padded(p, static_cast<std::uint32_t>(high));
  } else {
    p = write_six(p, static_cast<std::uint32_t>(high));
  }
  return write_padded(p, static_cast<std::uint32_t>(value % six));
}

} // namespace integers

// Returns the end of the text.
inline char* write_magnitude(char* p, std::uint64_t value) noexcept {
  if (value < 1'000'000) [[likely]]
    return integers::write_six(p, static_cast<std::uint32_t>(value));
  return integers::write_long(p, value);
}

} // namespace krait::json
