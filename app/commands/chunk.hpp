// A run of whole lines of an input, and what a text engine makes of it alone.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/commands/text_input.hpp"
#include "text/transcoder.hpp"

namespace krait::app {

// Cut at raw newlines, which no string can hold: it begins where a text may begin, but
// need not.
struct chunk {
  static constexpr std::size_t size = std::size_t{1} << 20; // that is aimed at

  std::shared_ptr<text_input> input;
  // Two newlines that are not the input's, so that nothing here is taken for the start
  // of an input, whose first bytes tell its encoding; then up to `size` bytes of the
  // input, of which `used` are the chunk's; and what an engine wants around them.
  static constexpr std::string_view guard = "\n\n";
  std::unique_ptr<char[]> buffer = std::make_unique_for_overwrite<char[]>(
      text::room_before_lent + guard.size() + size + text::room_behind_lent);
  std::size_t used = 0;
  bool first = false; // of its input
  bool last = false;
  bool cuttable = true; // false: no newline within size, and not the last

  // What the engine said of it.
  text::outcome outcome;
  std::string output;
  std::vector<text::finding> findings;
  std::uint64_t elapsed_ns = 0;
  std::exception_ptr failure;
  bool done = false; // guarded by the pool

  char* start() const noexcept { return buffer.get() + text::room_before_lent; }
  char* begin() const noexcept { return start() + guard.size(); }
  std::string_view content() const noexcept { return {begin(), used}; }
  // What the engine reads; places count from its start.
  std::string_view guarded() const noexcept {
    return first ? content() : std::string_view{start(), guard.size() + used};
  }
  std::uint64_t lines() const noexcept {
    return outcome.lines - (first ? 0 : guard.size());
  }
  void clear() noexcept;
  // Reads it as an input of its own. Throws nothing: see `failure`.
  void run(text::transcoder& engine) noexcept;
  // Whether what the engine said holds in the whole input as well, provided that the
  // chunk before ended between two texts. False: a text goes on behind the end, or the
  // input stops here.
  bool stands_alone(text::on_error mode) const noexcept;
};

} // namespace krait::app
