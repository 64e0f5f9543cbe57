// The slow, exact reader: says which rule a text breaks, where, and inside what.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "base/status.hpp"
#include "json/options.hpp"

namespace krait::json {

struct diagnosis {
  base::errc code = base::errc::ok;
  // The byte offset of the offence in the text; of a text that is right, of its end.
  std::size_t offset = 0;
  std::string message; // base::message(code) with what was found, ready to print
  std::string path;    // innermost value or container: "$.users[3].name"

  bool ok() const noexcept { return code == base::errc::ok; }
};

// How much of the input must be JSON.
enum class extent {
  whole, // one text and white space, to the end; the first bytes say whether it is
         // UTF-8 at all
  one,   // one text at the start; what follows it is not looked at, but it must be
         // separated from the text where that is a number or a literal
};

// What reading in Python adds to the grammar.
struct limits {
  // The text was a str: UTF-16 and UTF-32 are no question, and surrogates may stand in
  // it (as bytes ED A0..BF xx).
  bool from_str = false;
  std::size_t max_integer_digits = 0; // 0: none
};

// Reads `text` with the same verdict as the fast readers (differential tests hold them
// equal) and explains the first offence. `text` needs no padding. A BOM at the start is
// passed over with extent::whole. Time is linear, memory grows with the depth alone.
// May throw std::bad_alloc.
diagnosis diagnose(std::string_view text, const read_options& options, extent extent,
                   const limits& limits = {});

// A container around the place where reading goes on, and how far it has been read.
struct open_container {
  bool is_object;
  bool has_key;         // objects: `key` is that of the value being read, or the last
  std::size_t index;    // arrays: of that value
  std::string_view key; // as it stands in the text, without its quotes; lent
};

// What comes next where reading goes on.
enum class expected {
  text,      // nothing is open
  element,   // the first one of an array, or its end
  member,    // the first one of an object, or its end
  key,       // behind a comma
  colon,     // behind a key
  value,     // behind a colon, or a comma in an array
  separator, // behind a value in a container
};

// Reads the rest of a text, as extent::one, from where another reader has come to.
// `open` are the containers around that place, the outermost first.
diagnosis diagnose_rest(std::string_view rest, const read_options& options,
                        std::span<const open_container> open, expected next,
                        const limits& limits = {});

} // namespace krait::json
