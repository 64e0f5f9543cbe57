// What is said on standard error about a place in the input.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace krait::report {

// `line_text` is the part of the line that is still known (all of it, but in a stream
// whose lines are longer than its memory), `line_offset` the place in it.
struct diagnostic {
  std::string_view file;
  std::size_t line = 1;
  std::size_t column = 1; // in code points
  std::string_view what;
  std::string_view line_text;
  std::size_t line_offset = 0;
  std::string_view path;  // empty: no line about it
  std::size_t record = 1; // the text's number in its input; the first is not named
};

// FILE:LINE:COLUMN: what; the line and a caret (unless the line is empty); the path.
// Ends with a newline.
std::string format(const diagnostic& finding, std::size_t terminal_columns);

// FILE: what cannot be done: why. `error_number` is an errno.
std::string format_io_failure(std::string_view file, std::string_view what,
                              int error_number);

} // namespace krait::report
