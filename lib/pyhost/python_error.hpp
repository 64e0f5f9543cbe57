// Python's exceptions, as C++ exceptions that need no interpreter to be looked at.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pycore/python.hpp"

#include <stdexcept>
#include <string>

#include "pycore/py_ref.hpp"

namespace krait::pyhost {

// what() is "ValueError: what was wrong", one line.
class python_error : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

// Turns the error indicator, which must be set, into python_error, or std::bad_alloc
// where it is a MemoryError. The indicator is clear afterwards.
[[noreturn]] void throw_python_error();

// Passes an object on, and a null as the exception it stands for.
pycore::py_ref checked(pycore::py_ref object);

} // namespace krait::pyhost
