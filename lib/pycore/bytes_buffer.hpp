// An output buffer inside a bytes object, so that the result needs no copy.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pycore/python.hpp"

#include "base/output_buffer.hpp"
#include "pycore/py_ref.hpp"

namespace krait::pycore {

class bytes_buffer final : public base::output_buffer {
public:
  bytes_buffer() = default;
  ~bytes_buffer() { Py_XDECREF(bytes_); }

  // The bytes written so far, cut to size; the buffer is empty afterwards.
  py_ref finish() noexcept;

private:
  bool grow(std::size_t bytes) noexcept override;

  PyObject* bytes_ = nullptr; // owned; nobody else has seen it
};

} // namespace krait::pycore
