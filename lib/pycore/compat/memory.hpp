// Memory for objects, and the words that every object begins with.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pycore/python.hpp"

#include <cstddef>

namespace krait::pycore::compat {

// Null without an error set where there is none.
template <class Object> Object* allocate(std::size_t size) noexcept {
  return static_cast<Object*>(PyObject_Malloc(size));
}

inline void begin(PyObject* made, PyTypeObject* type) noexcept {
#if PY_VERSION_HEX < 0x030E0000
  made->ob_refcnt = 1;
#else
  made->ob_refcnt_full = 1;
#endif
  made->ob_type = type;
}

} // namespace krait::pycore::compat
