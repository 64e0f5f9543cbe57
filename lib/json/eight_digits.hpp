// Eight decimal digits at a time in one 64-bit word.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

static_assert(std::endian::native == std::endian::little,
              "eight_digits reads its first digit from the low byte");

namespace krait::json::eight_digits {

// Eight characters less '0' each, the first in the low byte.
inline std::uint64_t load(const char* p) noexcept {
  std::uint64_t word;
  std::memcpy(&word, p, sizeof word);
  return word ^ 0x3030303030303030;
}

// How many of them are digits, before the first that is none. A byte above 9 gets a bit
// in its high half; a carry can only reach bytes above one that has it.
inline int count(std::uint64_t digits) noexcept {
  return std::countr_zero(((digits + 0x0606060606060606) | digits) &
                          0xF0F0F0F0F0F0F0F0) /
         8;
}

// The value of eight digits: pairs, then fours, then eight, each step a multiplication
// of all lanes at once (after D. Lemire, "Number Parsing at a Gigabyte per Second",
// 2021). Fewer digits are shifted up, which puts zeros in front of them.
inline std::uint64_t value(std::uint64_t digits) noexcept {
  constexpr std::uint64_t pair = 0x000000FF000000FF;
  constexpr std::uint64_t low = 100 + (std::uint64_t{1000000} << 32);
  constexpr std::uint64_t high = 1 + (std::uint64_t{10000} << 32);
  digits = digits * 10 + (digits >> 8);
  return ((digits & pair) * low + ((digits >> 16) & pair) * high) >> 32;
}

// Of the 1 to 8 digits before `end`; reads eight bytes.
inline std::uint64_t last_of(const char* end, unsigned length) noexcept {
  return value(load(end - 8) & ~std::uint64_t{0} << (64 - 8 * length));
}

// The inverse, for numbers below 10^8: halves, quarters, digits. Each step divides all
// lanes by multiplication (exact below the lane's limit) and leaves the quotient in the
// low half of its lane, the remainder in the high one.
inline std::uint64_t spread(std::uint64_t number) noexcept {
  constexpr auto step = [](std::uint64_t lanes, std::uint64_t quotients,
                           std::uint64_t divisor, int width) {
    return (lanes << width) - quotients * ((divisor << width) - 1);
  };
  std::uint64_t lanes = step(number, number / 10'000, 10'000, 32);
  lanes = step(lanes, (lanes * 5'243 >> 19) & 0x0000007F0000007F, 100, 16);
  return step(lanes, (lanes * 103 >> 10) & 0x000F000F000F000F, 10, 8);
}

} // namespace krait::json::eight_digits
