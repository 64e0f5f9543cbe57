// What stage 1 carries from block to block, and what it is told.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "text/bits.hpp"
#include "text/rewrite.hpp"
#include "text/tokens.hpp"

namespace krait::text {

// Sets of the block before, their last bits, or carries of the additions over all
// blocks. What speaks of numbers is zero where no number runs across the border.
struct index_state {
  bits::mask escaped = 0;   // bit 0: the first character is escaped
  bits::mask in_string = 0; // all ones, or zero
  bits::mask scalar = 0;    // set
  bits::mask high = 0;      // set
  bits::mask close = 0;     // set
  bits::mask word_run = 0;  // carry: a literal goes on
  bits::mask number = 0;    // set
  bits::mask zero = 0;      // set, of numbers with a point
  bits::mask point = 0;     // set
  bits::mask digit = 0;     // set
  bits::mask exponent = 0;  // set
  bits::mask sign = 0;      // set
  bits::mask first_sign = 0;
  bits::mask leading_zero = 0;
  bits::mask minus_zero = 0;
  bits::mask exponent_sign = 0;
  bits::mask fraction_run = 0;   // carry
  bits::mask exponent_run = 0;   // carry
  std::size_t number_length = 0; // of the number that goes on, so far
  std::size_t skipped = 0;    // characters of the next block that are written already
  std::uint64_t newlines = 0; // outside strings, all that were passed
  std::uint64_t continuations = 0; // bytes 0x80 to 0xBF, the same

  bool inside_token() const noexcept { return in_string != 0 || scalar >> 63 != 0; }
};

struct index_options {
  rewrite_options rewrite;
  bool allow_nan = false;
  // Whether a line break between two texts stays where it is, so that the compact form
  // of records needs no work.
  bool keep_breaks = true;
  // Whether PEXT is no slow microcode.
  bool fast_pext = true;
  // Where the bytes before the first block may be read from on.
  const char* raw = nullptr;
};

} // namespace krait::text
