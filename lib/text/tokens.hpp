// What stage 1 makes of the input: its text without white space, and where tokens
// begin. SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "text/bits.hpp"

namespace krait::text {

// Vectors are stored whole: so many elements may be overwritten behind those that
// count.
inline constexpr std::size_t overshoot = 64;

// A token is a bracket, a comma, a colon, or the whole of a string, number or literal:
// its first character is its kind. Memory is the engine's.
struct token_list {
  char* text = nullptr;      // of all tokens; where a rewritten one is longer, it grows
  std::size_t text_size = 0; // bytes
  char* kinds = nullptr;
  std::uint32_t* begins = nullptr; // offsets in `text`; a token ends where the next
                                   // begins (or one before, where a newline was kept)
  std::size_t count = 0;
};

// So much longer than the input the text can be: an escape of six bytes for two.
inline constexpr std::size_t most_growth = 6;

// Which characters of a block of the input begin tokens: the way back to the bytes.
struct block_record {
  bits::mask starts;
  std::uint32_t tokens_before;
  std::uint32_t raw; // where the block begins in the engine's raw buffer
  // Before the block, in the whole input; the lower bits of it.
  std::uint32_t newlines;
  std::uint32_t continuations;
};

// Kinds of what is none: behind the last token there is nothing, and before the first
// one of a text stands what looks like the end of another.
inline constexpr char no_token = '\0';
inline constexpr char text_start = ']';

} // namespace krait::text
