// Grows and cuts the bytes object.
// SPDX-License-Identifier: Apache-2.0
#include "pycore/bytes_buffer.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace krait::pycore {

bool bytes_buffer::grow(std::size_t bytes) noexcept {
  const std::size_t used = size();
  // The first object skips many small steps; what it does not use is given back.
  constexpr std::size_t least = std::size_t{128} << 10;
  const std::size_t next = next_capacity(bytes);
  const std::size_t wanted = next == 0 ? 0 : std::max(next, least);
  // Room for the object's header below PY_SSIZE_T_MAX.
  if (wanted == 0 || wanted > static_cast<std::size_t>(PY_SSIZE_T_MAX) - 64)
    return false;
  const auto capacity = static_cast<Py_ssize_t>(wanted);
  PyObject* moved = std::exchange(bytes_, nullptr);
  if (moved == nullptr) {
    moved = PyBytes_FromStringAndSize(nullptr, capacity);
    if (moved != nullptr)
      std::memcpy(PyBytes_AS_STRING(moved), begin(), used);
  } else {
    _PyBytes_Resize(&moved, capacity); // null and the old object released on failure
  }
  bytes_ = moved;
  if (moved == nullptr) {
    PyErr_Clear(); // the writer reports it
    adopt(nullptr, 0, 0);
    return false;
  }
  adopt(PyBytes_AS_STRING(moved), used, wanted);
  return true;
}

py_ref bytes_buffer::finish() noexcept {
  PyObject* result = std::exchange(bytes_, nullptr);
  const auto used = static_cast<Py_ssize_t>(size());
  if (result == nullptr)
    return py_ref::steal(PyBytes_FromStringAndSize(begin(), used));
  _PyBytes_Resize(&result, used); // null with MemoryError set on failure
  return py_ref::steal(result);
}

} // namespace krait::pycore
