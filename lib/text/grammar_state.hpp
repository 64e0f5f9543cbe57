// Which arrays and objects are open, and how far they have been read.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "text/bits.hpp"

namespace krait::text {

// What is open around a token: nothing, an array or an object.
enum inside : std::uint32_t { top = 0, array = 1, object = 2 };

// A container that was opened among the tokens at hand: where the one around it was.
struct opened_level {
  std::uint64_t index; // of the element that the container is
  std::int64_t key;    // the token with its key; below zero: further back
  std::uint32_t around;
};
inline constexpr std::int64_t settled_key =
    INT64_MIN; // see grammar_state::close_settled

class settled_levels;

// A bracket of an object, as the search for duplicate keys needs it.
struct object_edge {
  std::uint32_t keys_before; // among the tokens at hand
  std::uint32_t closes;      // 1, or 0
};

struct grammar_state {
  std::uint32_t around = inside::top;
  std::uint64_t index = 0; // commas passed in the innermost container
  std::size_t depth = 0;
  std::size_t max_depth = 0;
  bool allow_nan = false;
  // The first token is none: it stands for the start of a text.
  bool at_start = true;

  // Containers opened among the tokens at hand and still open; room for all of them.
  opened_level* opened = nullptr;
  std::size_t opened_count = 0;
  settled_levels* settled = nullptr; // those opened before

  bits::mask* keys = nullptr; // which of each 64 tokens are
  std::uint32_t key_count = 0;
  object_edge* edges = nullptr; // of all objects, in order; room for all brackets
  std::size_t edge_count = 0;
  // Tokens that begin a text, but for one right behind the start; room for all.
  std::uint32_t* text_begins = nullptr;
  std::size_t text_begin_count = 0;
  std::uint64_t texts = 0; // begun
};

// Takes the innermost settled container away; returns what is around it then.
std::uint32_t close_settled(grammar_state& state) noexcept;

} // namespace krait::text
