// An output buffer that becomes a bytes object.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pycore/python.hpp"

#include "base/output_buffer.hpp"
#include "pycore/py_ref.hpp"

namespace krait::pycore {

// Short results are written to the stack and copied once, longer ones in place.
class bytes_buffer final : public base::output_buffer {
public:
  bytes_buffer() noexcept { adopt(small_, 0, sizeof small_); }
  ~bytes_buffer() { Py_XDECREF(bytes_); }

  // At import: memory for a first result is asked for, touched and given back, so that
  // the first call need not wait for fresh pages.
  static void warm_up() noexcept;

  // The bytes written so far, cut to size; null with MemoryError set on failure. To be
  // called once.
  py_ref finish() noexcept {
    if (bytes_ != nullptr)
      return finish_long();
    return py_ref::steal(
        PyBytes_FromStringAndSize(small_, static_cast<Py_ssize_t>(size())));
  }

private:
  py_ref finish_long() noexcept;
  bool grow(std::size_t bytes) noexcept override;

  PyObject* bytes_ = nullptr; // owned; nobody else has seen it
  char small_[4096];          // uninitialised: written before read
};

} // namespace krait::pycore
