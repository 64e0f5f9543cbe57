// What one interpreter's core remembers between calls.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pycore/python.hpp"

#include "pycore/key_cache.hpp"

namespace krait::pycore {

// Lives in the module object and begins as zero bytes.
struct core_state {
  PyObject* decode_error; // JSONDecodeError, owned; null until first wanted, as its
                          // base class means importing json
  PyObject* encode_error; // JSONEncodeError, owned
  key_cache keys;
};

} // namespace krait::pycore
