// Values read by the documented API only.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pycore/python.hpp"

#include <cstdint>

#include "pycore/prefetch.hpp"

namespace krait::pycore {

// The twin of compat::layout_values, for every CPython.
struct public_values {
  // Walks a dict. Whoever lets Python run in between begins anew.
  class members {
  public:
    static constexpr bool all_str = false; // as far as it knows

    members(PyObject* dict, Py_ssize_t place) noexcept : dict_(dict), place_(place) {
      const auto* const head = reinterpret_cast<PyDictObject*>(dict);
      if (place == 0 && head->ma_used <= members_of_small_dict)
        prefetch_next_table(head->ma_keys); // of which nothing but the place is known
    }

    // Lent.
    bool next(PyObject*& key, PyObject*& value) noexcept {
      return PyDict_Next(dict_, &place_, &key, &value) != 0;
    }
    Py_ssize_t place() const noexcept { return place_; }

  private:
    PyObject* dict_;
    Py_ssize_t place_;
  };

  // Calls `use` with a null pointer to the kind of walk that goes through an exact
  // dict: Walk(dict, place), from a place that another walk of the same dict has given
  // or from 0.
  template <class Use> static auto choose_walk(PyObject*, Use use) noexcept {
    return use(static_cast<members*>(nullptr));
  }

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
