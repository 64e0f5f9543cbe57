// Values read by the documented API only.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pycore/python.hpp"

#include <cstdint>

namespace krait::pycore {

// The twin of compat::layout_values, for every CPython.
struct public_values {
  // Walks an exact dict, from a place that another walk has given or from 0. Whoever
  // lets Python run in between begins anew.
  class members {
  public:
    members(PyObject* dict, Py_ssize_t place) noexcept : dict_(dict), place_(place) {}

    // Lent.
    bool next(PyObject*& key, PyObject*& value) noexcept {
      return PyDict_Next(dict_, &place_, &key, &value) != 0;
    }
    Py_ssize_t place() const noexcept { return place_; }

  private:
    PyObject* dict_;
    Py_ssize_t place_;
  };

  // The magnitude of an exact int below 2^64 in absolute value; false for larger ones.
  static bool integer(PyObject* object, std::uint64_t& magnitude,
                      bool& negative) noexcept {
    int overflow = 0;
    const long long value = PyLong_AsLongLongAndOverflow(object, &overflow);
    if (overflow != 0)
      return false;
    const auto bits = static_cast<std::uint64_t>(value);
    negative = value < 0;
    magnitude = negative ? 0 - bits : bits;
    return true;
  }
};

} // namespace krait::pycore
