// Counts lines and columns; cold, runs once per diagnostic.
// SPDX-License-Identifier: Apache-2.0
#include "base/position.hpp"

#include <algorithm>

namespace krait::base {

namespace {

constexpr bool continues(char c) noexcept {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

} // namespace

std::size_t count_code_points(std::string_view text) noexcept {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !continues(c); }));
}

position locate(std::string_view text, std::size_t offset) noexcept {
  offset = std::min(offset, text.size());
  const std::string_view before = text.substr(0, offset);
  position found;
  found.line +=
      static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
  if (const std::size_t newline = before.rfind('\n'); newline != before.npos)
    found.line_begin = newline + 1;
  found.line_end = std::min(text.find('\n', offset), text.size());
  found.column +=
      count_code_points(text.substr(found.line_begin, offset - found.line_begin));
  return found;
}

} // namespace krait::base
