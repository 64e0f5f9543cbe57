// Ownership of a Python object: who holds a py_ref holds one reference.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pycore/python.hpp"

#include <utility>

namespace krait::pycore {

// A raw PyObject* parameter is always lent. Null means that the Python error indicator
// is set and the caller's only job is to unwind.
class py_ref {
public:
  py_ref() noexcept = default;
  static py_ref steal(PyObject* fresh) noexcept { return py_ref{fresh}; }
  static py_ref share(PyObject* lent) noexcept { return py_ref{Py_XNewRef(lent)}; }

  py_ref(py_ref&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
  py_ref& operator=(py_ref&& other) noexcept {
    // The old object goes last: its finalizer may run Python code that looks at *this.
    PyObject* old = std::exchange(object_, std::exchange(other.object_, nullptr));
    Py_XDECREF(old);
    return *this;
  }
  py_ref(const py_ref&) = delete;
  py_ref& operator=(const py_ref&) = delete;
  ~py_ref() { Py_XDECREF(object_); }

  PyObject* lend() const noexcept { return object_; }
  [[nodiscard]] PyObject* give() noexcept { return std::exchange(object_, nullptr); }
  explicit operator bool() const noexcept { return object_ != nullptr; }

private:
  explicit py_ref(PyObject* owned) noexcept : object_(owned) {}

  PyObject* object_ = nullptr;
};

} // namespace krait::pycore
