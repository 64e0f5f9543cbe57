// Constants that the blocks of several instruction sets look up.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace krait::text {

// Which errors a pair of bytes may make, by the first one's upper and lower four bits
// and the second one's upper ones; an error that all three name is one.
struct utf8_table {
  static constexpr std::uint8_t too_short = 1;   // a lead, then no continuation
  static constexpr std::uint8_t too_long = 2;    // ASCII, then a continuation
  static constexpr std::uint8_t overlong_3 = 4;  // E0 80..9F
  static constexpr std::uint8_t too_large = 8;   // F4 90.., F5..
  static constexpr std::uint8_t surrogate = 16;  // ED A0..BF
  static constexpr std::uint8_t overlong_2 = 32; // C0, C1
  static constexpr std::uint8_t overlong_4 = 64; // F0 80..8F, and F5.. 80..8F
  static constexpr std::uint8_t two_continuations = 128;
  static constexpr std::uint8_t carry = too_short | too_long | two_continuations;

  static constexpr std::uint8_t first_high[16] = {too_long,
                                                  too_long,
                                                  too_long,
                                                  too_long,
                                                  too_long,
                                                  too_long,
                                                  too_long,
                                                  too_long,
                                                  two_continuations,
                                                  two_continuations,
                                                  two_continuations,
                                                  two_continuations,
                                                  too_short | overlong_2,
                                                  too_short,
                                                  too_short | overlong_3 | surrogate,
                                                  too_short | too_large | overlong_4};
  static constexpr std::uint8_t first_low[16] = {
      carry | overlong_3 | overlong_2 | overlong_4,
      carry | overlong_2,
      carry,
      carry,
      carry | too_large,
      carry | too_large | overlong_4,
      carry | too_large | overlong_4,
      carry | too_large | overlong_4,
      carry | too_large | overlong_4,
      carry | too_large | overlong_4,
      carry | too_large | overlong_4,
      carry | too_large | overlong_4,
      carry | too_large | overlong_4,
      carry | too_large | overlong_4 | surrogate,
      carry | too_large | overlong_4,
      carry | too_large | overlong_4};
  static constexpr std::uint8_t second_high[16] = {
      too_short,
      too_short,
      too_short,
      too_short,
      too_short,
      too_short,
      too_short,
      too_short,
      too_long | overlong_2 | two_continuations | overlong_3 | overlong_4,
      too_long | overlong_2 | two_continuations | overlong_3 | too_large,
      too_long | overlong_2 | two_continuations | surrogate | too_large,
      too_long | overlong_2 | two_continuations | surrogate | too_large,
      too_short,
      too_short,
      too_short,
      too_short};
};

// Row m: the places of the bits that are set in m, first to last, then anything.
struct compaction_table {
  std::array<std::array<std::uint8_t, 8>, 256> row{};

  constexpr compaction_table() {
    for (std::size_t set = 0; set < 256; ++set) {
      std::size_t next = 0;
      for (std::uint8_t bit = 0; bit < 8; ++bit)
        if ((set >> bit & 1) != 0)
          row[set][next++] = bit;
    }
  }
};
inline constexpr compaction_table compaction;

} // namespace krait::text
