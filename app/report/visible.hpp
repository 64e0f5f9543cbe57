// Any bytes as text that a terminal can show without being led astray.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace krait::report {

// One code point (or one byte of invalid UTF-8), as it is shown.
struct cell {
  std::string
      shown; // ^I for a tab, \xFF for a bad byte, <U+202E> for what reorders text
  std::size_t width = 1; // columns of a terminal: 2 for East Asian wide, 0 for accents
  std::size_t bytes = 1; // of the text
};

// The cells of `text`; no more of them than fit `most_columns`, and one beyond.
std::vector<cell> cells(std::string_view text, std::size_t most_columns);

std::string visible(std::string_view text);

} // namespace krait::report
