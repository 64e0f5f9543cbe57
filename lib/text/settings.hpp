// What callers may choose about a run of the text engine.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "json/options.hpp"

namespace krait::text {

enum class form : std::uint8_t {
  none,    // only check
  compact, // no white space, a text a line
  pretty,  // one element a line
};

// What becomes of an object in which a key stands twice.
enum class duplicates : std::uint8_t {
  error, // the input is refused at the second one
  last,  // the last value wins and stands at the first one's place, as in Python
  keep,  // both are written; nobody looks for them
};

enum class on_error : std::uint8_t {
  stop,
  skip, // go on behind the next newline
};

inline constexpr std::size_t default_window = std::size_t{64} << 10;
inline constexpr std::size_t least_window = 64;
inline constexpr std::size_t default_held = std::size_t{2} << 20;
inline constexpr std::size_t most_indent = 64; // bytes of settings::indent

struct settings {
  json::read_options read;
  text::form form = text::form::compact;
  std::string_view indent = "  "; // white space, lent, at most most_indent bytes
  bool ascii = false;             // escape everything outside ASCII
  // Numbers, escapes and duplicate keys stay as they are written.
  bool verbatim = false;
  text::duplicates duplicates = text::duplicates::last;
  // Sort the members of objects by their keys' code points, at every level; each text
  // is held back whole, whatever `held` says.
  bool sort_keys = false;
  // Refuse what loses something: a duplicate key, a lossy number.
  bool strict = false;
  // Count numbers whose decimal value no double has, and tell the listener of them.
  bool note_lossy = false;
  // Tell the listener of each duplicate key, not of the first one only. Counts are
  // complete either way.
  bool every_finding = false;
  text::on_error on_error = text::on_error::stop;
  // Bytes read at a time, at least least_window. Small ones are for tests.
  std::size_t window = default_window;
  // So much of a text's output is held back: what fits is written whole or not at all.
  std::size_t held = default_held;
};

} // namespace krait::text
