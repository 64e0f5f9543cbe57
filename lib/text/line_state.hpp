// What the pretty writer carries from token to token, and what it is told.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace krait::text {

// So many bytes are copied at a time.
inline constexpr std::size_t copy_step = 32;
// The longest line break with its indentation that is copied; longer ones are made.
inline constexpr std::size_t most_prepared = 256;

struct line_state {
  const char* line = nullptr; // a line break, then indentation: most_prepared bytes and
                              // a step more
  std::size_t indent = 0;     // bytes for each level
  std::size_t line_size = 1;  // of a line break with the indentation of its line
};

} // namespace krait::text
