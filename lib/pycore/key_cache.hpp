// Keys seen before.
// SPDX-License-Identifier: Apache-2.0
//
// A document's many equal keys share one str, and with it its hash.
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
  static constexpr std::size_t max_key_length = 64; // bytes

  // The str of the ASCII bytes [key, key + length), length <= max_key_length, its hash
  // made; a new reference, or null with MemoryError set.
  PyObject* find_or_make(const char* key, std::size_t length) noexcept;

  void clear() noexcept;

private:
  static constexpr std::size_t slot_count = 4096;

  PyObject* slots_[slot_count]; // owned, or null
};

} // namespace krait::pycore
