// Escapes, as Python's json spells them.
// SPDX-License-Identifier: Apache-2.0
#include "json/string_writer.hpp"

namespace krait::json {

namespace {

// The second character of a two-character escape, or 0.
char short_escape(std::uint32_t value) noexcept {
  switch (value) {
  case '"': return '"';
  case '\\': return '\\';
  case '\b': return 'b';
  case '\f': return 'f';
  case '\n': return 'n';
  case '\r': return 'r';
  case '\t': return 't';
  default: return 0;
  }
}

} // namespace

char* write_unicode_escape(char* p, std::uint32_t unit) noexcept {
  constexpr char digits[] = "0123456789abcdef";
  *p++ = '\\';
  *p++ = 'u';
  for (int shift = 12; shift >= 0; shift -= 4)
    *p++ = digits[unit >> shift & 0xF];
  return p;
}

char* write_escape(char* p, std::uint32_t value) noexcept {
  if (const char second = short_escape(value); second != 0) {
    *p++ = '\\';
    *p++ = second;
    return p;
  }
  if (value < 0x10000)
    return write_unicode_escape(p, value);
  const std::uint32_t offset = value - 0x10000;
  p = write_unicode_escape(p, 0xD800 + (offset >> 10));
  return write_unicode_escape(p, 0xDC00 + (offset & 0x3FF));
}

} // namespace krait::json
