// SPDX-License-Identifier: Apache-2.0
#include "pycore/object_cache.hpp"

namespace krait::pycore {

PyObject* object_cache::keep_integer(std::int64_t value) noexcept {
  PyObject* const made = PyLong_FromLongLong(value);
  integers[value] = made;
  return Py_XNewRef(made);
}

PyObject* object_cache::keep_character(unsigned char value) noexcept {
  PyObject* const made = PyUnicode_FromOrdinal(value);
  characters[value] = made;
  return Py_XNewRef(made);
}

void object_cache::clear() noexcept {
  Py_CLEAR(empty_);
  for (PyObject*& each : integers)
    Py_CLEAR(each);
  for (PyObject*& each : characters)
    Py_CLEAR(each);
}

} // namespace krait::pycore
