// What a single character means in JSON's grammar and in UTF-8.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

namespace krait::json {

constexpr bool is_ascii(char c) noexcept {
  return static_cast<unsigned char>(c) < 0x80;
}
constexpr bool is_control(char c) noexcept {
  return static_cast<unsigned char>(c) < 0x20;
}
constexpr bool is_digit(char c) noexcept {
  return static_cast<unsigned char>(c - '0') <= 9;
}
constexpr bool is_space(char c) noexcept {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}
// What a string cannot hold verbatim.
constexpr bool is_escapable(char c) noexcept {
  return is_control(c) || c == '"' || c == '\\';
}
// What every writer leaves as it is, one that escapes non-ASCII included.
constexpr bool is_plain(char c) noexcept {
  return c >= ' ' && c <= '~' && c != '"' && c != '\\';
}

// 0 to 15, or -1 where `c` is no hex digit.
constexpr int hex_digit(char c) noexcept {
  if (is_digit(c))
    return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}
// The value of four hex digits at p, or a negative number.
constexpr int hex_quad(const char* p) noexcept {
  int value = 0;
  for (int i = 0; i < 4; ++i) {
    const int digit = hex_digit(p[i]);
    if (digit < 0)
      return -1;
    value = value * 16 + digit;
  }
  return value;
}

// The same, faster, where four bytes at p may be read.
inline int hex_quad_ahead(const char* p) noexcept {
  static constexpr auto values = [] {
    std::array<std::int8_t, 256> table{};
    for (int c = 0; c < 256; ++c)
      table[static_cast<std::size_t>(c)] =
          static_cast<std::int8_t>(hex_digit(static_cast<char>(c)));
    return table;
  }();
  const int first = values[static_cast<unsigned char>(p[0])];
  const int second = values[static_cast<unsigned char>(p[1])];
  const int third = values[static_cast<unsigned char>(p[2])];
  const int fourth = values[static_cast<unsigned char>(p[3])];
  // Multiplied, as a negative number is not to be shifted; its sign outlasts the `|`.
  return first * 4096 | second * 256 | third * 16 | fourth;
}

constexpr bool is_surrogate(std::uint32_t unit) noexcept {
  return (unit & 0xFFFFF800) == 0xD800;
}
constexpr bool is_high_surrogate(std::uint32_t unit) noexcept {
  return (unit & 0xFFFFFC00) == 0xD800;
}
constexpr bool is_low_surrogate(std::uint32_t unit) noexcept {
  return (unit & 0xFFFFFC00) == 0xDC00;
}
constexpr std::uint32_t join_surrogates(std::uint32_t high,
                                        std::uint32_t low) noexcept {
  return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
}

namespace detail {
inline constexpr auto unescaped_characters = [] {
  std::array<char, 256> meant{};
  constexpr char pairs[][2] = {{'"', '"'},  {'\\', '\\'}, {'/', '/'},  {'b', '\b'},
                               {'f', '\f'}, {'n', '\n'},  {'r', '\r'}, {'t', '\t'}};
  for (const auto& pair : pairs)
    meant[static_cast<unsigned char>(pair[0])] = pair[1];
  return meant;
}();
} // namespace detail

// The character that a two-character escape stands for, by its second character; 0
// where there is no such escape (`u` is not in the list: it takes six).
constexpr char unescaped(char second) noexcept {
  return detail::unescaped_characters[static_cast<unsigned char>(second)];
}

} // namespace krait::json
