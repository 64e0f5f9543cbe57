// A line of the input cut to the terminal, and the caret below the place that is meant.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace krait::report {

struct excerpt {
  std::string line;
  std::string caret; // spaces and one '^'
};

// `offset` is the byte in `line` that is meant; line.size() means its end. No more than
// `columns` columns; where the line is longer, "..." stands for what is left out.
// Time depends on `columns`, not on the length of the line.
excerpt make_excerpt(std::string_view line, std::size_t offset, std::size_t columns);

} // namespace krait::report
