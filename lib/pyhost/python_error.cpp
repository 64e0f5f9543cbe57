// The border between the error indicator and C++ exceptions.
// SPDX-License-Identifier: Apache-2.0
#include "pyhost/python_error.hpp"

#include <new>
#include <string_view>
#include <utility>

#include <pybind11/pybind11.h>

namespace krait::pyhost {

void throw_python_error() {
  const pybind11::error_already_set error;
  if (error.matches(PyExc_MemoryError))
    throw std::bad_alloc{};
  const std::string_view text = error.what(); // pybind11 adds a traceback below
  throw python_error(std::string(text.substr(0, text.find('\n'))));
}

pycore::py_ref checked(pycore::py_ref object) {
  if (!object)
    throw_python_error();
  return object;
}

} // namespace krait::pyhost
