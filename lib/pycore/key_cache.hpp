// Keys seen before, and which of them follow each other.
// SPDX-License-Identifier: Apache-2.0
//
// A document's many equal keys share one str, and with it its hash. Beyond that the
// keys of a document mostly come in an order seen before: each slot remembers which key
// came next in its object, and which came first in the objects opened under it. Where
// that guess holds, one comparison replaces the scan for the closing quote, the hash
// and the lookup; where it does not, a comparison is lost.
#pragma once

#include "pycore/python.hpp"

#include <cstddef>
#include <cstdint>

namespace krait::pycore {

// Direct mapped and of fixed size: at most `slot_count` short strings stay alive, a
// newer key evicts an older one, and hostile keys cost no more than a miss each. Begins
// as zero bytes, as part of the module's state.
class key_cache {
public:
  using slot = std::uint16_t;

  static constexpr std::size_t max_key_length = 64; // bytes
  static constexpr slot slot_count = 2048;
  // Slots that never hold a key: where a text begins, and for keys that are not kept.
  static constexpr slot root = slot_count;
  static constexpr slot unkept = slot_count + 1;

  // The slot of the plain ASCII bytes [key, key + length), length <= max_key_length;
  // `unkept` with MemoryError set where none could be made.
  slot find_or_make(const char* key, std::size_t length) noexcept;

  // The str in a slot that find_or_make() or matches() gave; lent.
  PyObject* key(slot at) const noexcept { return entries_[at].key; }

  // Guesses, to be confirmed by matches().
  slot guess_first(slot owner) const noexcept { return entries_[owner].first; }
  slot guess_next(slot previous) const noexcept { return entries_[previous].next; }
  void learn_first(slot owner, slot key) noexcept { entries_[owner].first = key; }
  void learn_next(slot previous, slot key) noexcept { entries_[previous].next = key; }

  // Whether [text, end) begins with the key in `guess` and a quotation mark. The length
  // of the key behind `text` goes to `length`.
  bool matches(slot guess, const char* text, const char* end,
               std::size_t& length) const noexcept;

  void clear() noexcept;

private:
  struct entry {
    PyObject* key; // owned, or null
    slot next;
    slot first;
  };

  entry entries_[slot_count + 2];
};

} // namespace krait::pycore
