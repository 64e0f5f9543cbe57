// Keys seen before, so that a document's many equal keys share one str with its hash.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pycore/python.hpp"

#include <cstddef>
#include <cstdint>

#include "pycore/py_ref.hpp"

namespace krait::pycore {

// Direct mapped and of fixed size: at most `slots` short strings stay alive, a newer key
// evicts an older one, and hostile keys cost no more than a miss each.
class key_cache {
public:
  static constexpr std::size_t max_key_length = 64; // bytes

  // The str of the plain ASCII bytes [key, key + length), length <= max_key_length.
  py_ref find_or_make(const char* key, std::size_t length) noexcept;

  void clear() noexcept;

private:
  static constexpr std::size_t slots = 2048;

  PyObject* keys_[slots]; // owned or null; zeroed with the module state
};

} // namespace krait::pycore
