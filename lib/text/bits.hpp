// Sets of characters as bits: bit i of a mask is character i of a block of 64.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace krait::text {

inline constexpr std::size_t block_bytes = 64;

namespace bits {

using mask = std::uint64_t;

inline constexpr mask all = ~mask{0};

// The places right behind those of `here`; `before` is the same set of the block
// before.
constexpr mask behind(mask here, mask before) noexcept {
  return here << 1 | before >> 63;
}
constexpr mask two_behind(mask here, mask before) noexcept {
  return here << 2 | before >> 62;
}
constexpr mask below(std::size_t place) noexcept {
  return place < 64 ? (mask{1} << place) - 1 : all;
}

constexpr unsigned first(mask set) noexcept {
  return static_cast<unsigned>(std::countr_zero(set));
}
constexpr unsigned last(mask set) noexcept {
  return 63 - static_cast<unsigned>(std::countl_zero(set));
}

// How many there are; for who is not made for an instruction set that counts them.
constexpr std::size_t count(mask set) noexcept {
  set -= set >> 1 & 0x5555555555555555;
  set = (set & 0x3333333333333333) + (set >> 2 & 0x3333333333333333);
  return ((set + (set >> 4)) & 0x0F0F0F0F0F0F0F0F) * 0x0101010101010101 >> 56;
}

// One long addition over all blocks: a run of ones to whose first place one is added
// turns into zeros, with a one behind its end. The carry is 0 or 1.
constexpr mask add(mask a, mask b, mask& carry) noexcept {
  const mask sum = a + b;
  const mask all_of_it = sum + carry;
  carry = mask{sum < a} | mask{all_of_it < sum};
  return all_of_it;
}

// The place of the set's member number `rank`, from 0.
constexpr unsigned select(mask set, std::size_t rank) noexcept {
  for (; rank != 0; --rank)
    set &= set - 1;
  return first(set);
}

} // namespace bits

} // namespace krait::text
