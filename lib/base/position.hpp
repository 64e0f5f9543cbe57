// Where a byte offset lies in a text, as a person counts: line and column.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace krait::base {

struct position {
  std::size_t line = 1;   // from 1; lines end at '\n'
  std::size_t column = 1; // from 1, in code points; a byte of invalid UTF-8 counts one
  std::size_t line_begin = 0; // byte offsets of the line's content, without its '\n'
  std::size_t line_end = 0;
};

// `offset` may be text.size(). An offset inside a code point counts as its first byte.
position locate(std::string_view text, std::size_t offset) noexcept;

// The number of code points in `text`: UTF-8 bytes that do not continue another.
std::size_t count_code_points(std::string_view text) noexcept;

} // namespace krait::base
