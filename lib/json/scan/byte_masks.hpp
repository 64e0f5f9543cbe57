// Pieces that the vector scans without masked loads and stores share.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace krait::json {

// 32 bytes of which the last n <= 32 are 0xFF and the others 0.
inline const char* last_bytes(unsigned n) noexcept {
  alignas(64) static constexpr auto table = [] {
    std::array<char, 64> bytes{};
    for (std::size_t i = 32; i < 64; ++i)
      bytes[i] = '\xFF';
    return bytes;
  }();
  return table.data() + n;
}

// 32 bytes of which the last n <= 32 are 0x0F, which makes values of digits, and the
// others 0.
inline const char* last_digits(unsigned n) noexcept {
  alignas(64) static constexpr auto table = [] {
    std::array<char, 64> bytes{};
    for (std::size_t i = 32; i < 64; ++i)
      bytes[i] = 0x0F;
    return bytes;
  }();
  return table.data() + n;
}

// Of 16 bytes, where each is to come from so that the one before the last n <= 16 goes:
// for a byte shuffle.
inline const char* without_point(unsigned n) noexcept {
  alignas(64) static constexpr auto table = [] {
    std::array<char, 17 * 16> bytes{};
    for (std::size_t places = 0; places <= 16; ++places)
      for (std::size_t i = 0; i < 16; ++i)
        bytes[16 * places + i] = static_cast<char>(i + places >= 16 ? i
                                                   : i == 0         ? 0x80
                                                                    : i - 1);
    return bytes;
  }();
  return table.data() + 16 * n;
}

// Bits for bytes of a row of numbers.
struct row_marks {
  std::uint64_t known; // a digit, a comma, a minus sign or a point
  std::uint64_t commas;
  std::uint64_t minuses;
  std::uint64_t points;
  std::uint64_t zeros;
};

// What a run of UTF-8 holds, gathered step by step.
struct utf8_run {
  std::size_t code_points = 0;
  bool beyond_latin1 = false; // a byte of 0xC4 or above: code points above U+00FF
  bool beyond_bmp = false;    // a byte of 0xF0 or above: code points above U+FFFF
};

template <std::size_t Size> struct piece_of { char bytes[Size]; };

// The first and the last `Size` of n bytes, which overlap or meet.
template <std::size_t Size>
[[gnu::always_inline]] inline void copy_both_ends(char* to, const char* from,
                                                  std::size_t n) noexcept {
  piece_of<Size> first, last;
  std::memcpy(&first, from, Size);
  std::memcpy(&last, from + n - Size, Size);
  std::memcpy(to, &first, Size);
  std::memcpy(to + n - Size, &last, Size);
}

// Copies exactly n bytes, without a loop where two pieces of `Widest` will do.
template <std::size_t Widest>
[[gnu::always_inline]] inline void copy_exactly(char* to, const char* from,
                                                std::size_t n) noexcept {
  if (n > 2 * Widest) {
    std::memcpy(to, from, n);
  } else if (Widest > 16 && n >= Widest) {
    copy_both_ends<Widest>(to, from, n);
  } else if (n >= 16) {
    copy_both_ends<16>(to, from, n);
  } else if (n >= 8) {
    copy_both_ends<8>(to, from, n);
  } else if (n >= 4) {
    copy_both_ends<4>(to, from, n);
  } else if (n != 0) {
    to[0] = from[0];
    to[n / 2] = from[n / 2];
    to[n - 1] = from[n - 1];
  }
}

} // namespace krait::json
