// What callers may choose about reading and writing JSON.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace krait::json {

inline constexpr std::size_t default_max_depth = 1024;

struct read_options {
  bool allow_nan = false; // accept NaN, Infinity and -Infinity as Python's json does
  // Arrays and objects that may be open at one time. No recursion: any value is safe.
  std::size_t max_depth = default_max_depth;
};

struct write_options {
  bool pretty = false; // one element a line; else no white space at all
  std::string_view indent =
      ""; // pretty only: what one level is indented by; white space
  bool sort_keys = false;
  bool ensure_ascii = false; // escape everything outside ASCII
  bool allow_nan = false;    // write NaN, Infinity and -Infinity instead of refusing
  bool skip_keys = false;    // leave out keys that JSON cannot have instead of refusing
  std::size_t max_depth = default_max_depth;
};

} // namespace krait::json
