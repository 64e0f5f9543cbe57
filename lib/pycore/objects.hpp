// Objects made by the documented API only.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pycore/python.hpp"

#include <cstddef>
#include <cstdint>

#include "pycore/compat/layout.hpp"
#include "pycore/object_cache.hpp"

namespace krait::pycore {

// The twin of compat::layout_objects, for every CPython. Each function returns a new
// reference, or null with MemoryError set; one that takes references takes them on
// success only.
class public_objects {
public:
  // Fewer keys fit the first table of a new dict, which need not grow then.
  static constexpr std::size_t least_shared = 6;
  static constexpr bool shares_any_order = false;
  static std::size_t size_of_shared(std::size_t count) noexcept {
    return compat::size_of_model(count);
  }
  static compat::shared_keys* make_shared(PyObject* const* keys,
                                          std::size_t count) noexcept {
    return compat::make_model(keys, count);
  }

  public_objects(object_cache& cache, bool) noexcept : cache_(cache) {}

  static void forget_neighbours() noexcept {}

  static PyObject* real(double value) noexcept { return PyFloat_FromDouble(value); }

  PyObject* integer(std::int64_t value) noexcept {
    if (!object_cache::keeps(value))
      return PyLong_FromLongLong(value);
    PyObject* const known = cache_.integers[value];
    return known != nullptr ? Py_NewRef(known) : cache_.keep_integer(value);
  }

  // A str of `length` >= 2 ASCII characters, which the caller writes to `text` at once.
  static PyObject* ascii(std::size_t length, char*& text) noexcept {
    PyObject* const made = PyUnicode_New(static_cast<Py_ssize_t>(length), 0x7F);
    if (made != nullptr)
      text = reinterpret_cast<char*>(PyUnicode_1BYTE_DATA(made));
    return made;
  }

  // A str of `length` code points that needs code units of that many bytes (1, 2 or 4)
  // and is not ASCII; the caller writes to `text` at once.
  static PyObject* str(std::size_t length, unsigned unit, void*& text) noexcept {
    PyObject* const made =
        PyUnicode_New(static_cast<Py_ssize_t>(length), unit == 1   ? 0xFF
                                                       : unit == 2 ? 0xFFFF
                                                                   : 0x10FFFF);
    if (made != nullptr)
      text = PyUnicode_DATA(made);
    return made;
  }

  static PyObject* list(PyObject* const* values, std::size_t count) noexcept {
    PyObject* const made = PyList_New(static_cast<Py_ssize_t>(count));
    if (made != nullptr)
      for (std::size_t i = 0; i < count; ++i)
        PyList_SET_ITEM(made, static_cast<Py_ssize_t>(i), values[i]);
    return made;
  }

  static PyObject* empty_dict() noexcept { return PyDict_New(); }

  // `pairs`: key, value, key, value; keys are exact str. Of equal keys the first one's
  // place and the last one's value stay.
  static PyObject* dict(PyObject* const* pairs, std::size_t count, bool) noexcept {
    PyObject* const made = PyDict_New();
    if (made == nullptr)
      return nullptr;
    for (std::size_t i = 0; i < 2 * count; i += 2) {
      if (PyDict_SetItem(made, pairs[i], pairs[i + 1]) != 0) {
        Py_DECREF(made);
        return nullptr;
      }
    }
    for (std::size_t i = 0; i < 2 * count; ++i)
      Py_DECREF(pairs[i]);
    return made;
  }

  // `keys` (lent) are all different; takes the values.
  static PyObject* dict(PyObject* const* keys, PyObject* const* values,
                        std::size_t count, bool) noexcept {
    return fill(PyDict_New(), keys, values, count);
  }

  // A copy has its model's table at once, where a new dict would grow to it.
  static PyObject* dict(compat::shared_keys& shared, PyObject* const* values,
                        bool) noexcept {
    return fill(PyDict_Copy(shared.model), compat::model_keys(shared), values,
                shared.count);
  }

private:
  // Takes `made`, which may be null, and the values.
  static PyObject* fill(PyObject* made, PyObject* const* keys, PyObject* const* values,
                        std::size_t count) noexcept {
    if (made == nullptr)
      return nullptr;
    for (std::size_t i = 0; i < count; ++i) {
      if (PyDict_SetItem(made, keys[i], values[i]) != 0) {
        Py_DECREF(made);
        return nullptr;
      }
    }
    for (std::size_t i = 0; i < count; ++i)
      Py_DECREF(values[i]);
    return made;
  }

  object_cache& cache_;
};

} // namespace krait::pycore
