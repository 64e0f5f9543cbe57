// The escapes of the bytes that a JSON string cannot hold verbatim, ready to be stored.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <cstring>

namespace krait::json::quotes {

// By byte, up to the reverse solidus and DEL: the text in the low bytes, its length in
// the top one; 1 KB.
inline constexpr auto escapes = [] {
  std::array<std::uint64_t, 128> table{};
  constexpr char digits[] = "0123456789abcdef";
  const auto put = [&table](std::uint64_t at, std::uint64_t second) {
    table[at] = std::uint64_t{2} << 56 | second << 8 | '\\';
  };
  for (std::uint64_t at = 0; at < table.size(); ++at) {
    const auto high = static_cast<std::uint64_t>(digits[at >> 4]);
    const auto low = static_cast<std::uint64_t>(digits[at & 15]);
    table[at] = std::uint64_t{6} << 56 | low << 40 | high << 32 |
                std::uint64_t{'0'} << 24 | std::uint64_t{'0'} << 16 | 'u' << 8 | '\\';
  }
  put('"', '"');
  put('\\', '\\');
  put('\b', 'b');
  put('\f', 'f');
  put('\n', 'n');
  put('\r', 'r');
  put('\t', 't');
  return table;
}();

// What the vectors of text are compared with, 32 times each. Kept in memory, as a
// compiler makes such constants anew for each string, by two instructions each.
struct comparands {
  // c ^ flip <= last: c < 0x20 or c is a quotation mark. AVX2 compares signed bytes
  // only; x <= y is spelled min(x, y) == x.
  alignas(32) std::array<std::uint8_t, 32> flip;
  alignas(32) std::array<std::uint8_t, 32> last;
  alignas(32) std::array<std::uint8_t, 32> solidus;
  alignas(32) std::array<std::uint8_t, 32> del;
};
[[gnu::visibility("hidden")]] extern const comparands comparands_32;

// Stores eight bytes and returns the end of the escape.
[[gnu::always_inline]] inline char* write_escape(char* p, unsigned char c) noexcept {
  const std::uint64_t escape = escapes[c & 0x7F];
  std::memcpy(p, &escape, sizeof escape);
  return p + (escape >> 56);
}

} // namespace krait::json::quotes
