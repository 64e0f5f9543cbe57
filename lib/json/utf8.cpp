// Decoding and encoding of single code points.
// SPDX-License-Identifier: Apache-2.0
#include "json/utf8.hpp"

#include "json/characters.hpp"

namespace krait::json {

namespace {

// The sequence length that a first byte announces; 0 for a byte that cannot be first.
std::uint8_t announced_length(std::uint8_t first) noexcept {
  if (first < 0x80)
    return 1;
  if (first < 0xC2 || first > 0xF4)
    return 0;
  return first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

} // namespace

code_point decode_utf8(const char* p, const char* end, bool allow_surrogates) noexcept {
  constexpr std::uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  const auto first = static_cast<std::uint8_t>(*p);
  const std::uint8_t length = announced_length(first);
  if (length <= 1)
    return {first, length};
  if (end - p < length)
    return {};
  std::uint32_t value = first & (0x7Fu >> length);
  for (std::uint8_t i = 1; i < length; ++i) {
    const auto next = static_cast<std::uint8_t>(p[i]);
    if ((next & 0xC0) != 0x80)
      return {};
    value = value << 6 | (next & 0x3F);
  }
  if (value < least[length] || value > 0x10FFFF)
    return {};
  if (is_surrogate(value) && !allow_surrogates)
    return {};
  return {value, length};
}

char* encode_utf8(char* p, std::uint32_t value) noexcept {
  const auto tail = [value](unsigned shift) {
    return static_cast<char>(0x80 | (value >> shift & 0x3F));
  };
  if (value < 0x80) {
    *p++ = static_cast<char>(value);
  } else if (value < 0x800) {
    *p++ = static_cast<char>(0xC0 | value >> 6);
    *p++ = tail(0);
  } else if (value < 0x10000) {
    *p++ = static_cast<char>(0xE0 | value >> 12);
    *p++ = tail(6);
    *p++ = tail(0);
  } else {
    *p++ = static_cast<char>(0xF0 | value >> 18);
    *p++ = tail(12);
    *p++ = tail(6);
    *p++ = tail(0);
  }
  return p;
}

std::size_t find_invalid_utf8(std::string_view text, bool allow_surrogates) noexcept {
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  for (const char* p = begin; p != end;) {
    const code_point next = decode_utf8(p, end, allow_surrogates);
    if (next.length == 0)
      return static_cast<std::size_t>(p - begin);
    p += next.length;
  }
  return text.size();
}

} // namespace krait::json
