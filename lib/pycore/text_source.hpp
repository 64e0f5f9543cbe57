// The argument of loads() as bytes that stay put and end in a zero byte.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pycore/python.hpp"

#include <string_view>

#include "pycore/py_ref.hpp"

namespace krait::pycore {

struct text_source {
  std::string_view text;   // text.data()[text.size()] is zero
  py_ref owner;            // keeps the bytes alive; null: the Python error is set
  bool known_utf8 = false; // came from a str: no validation needed
};

// For what is not exactly bytes.
text_source open_other_text(PyObject* data) noexcept;

// `data` is a bytes, bytearray, memoryview or str; anything else is a TypeError.
// Mutable buffers are copied: nothing that happens meanwhile, in Python or in another
// thread, can change what is read.
inline text_source open_text(PyObject* data) noexcept {
  if (!PyBytes_CheckExact(data)) [[unlikely]]
    return open_other_text(data);
  return {{PyBytes_AS_STRING(data), static_cast<std::size_t>(PyBytes_GET_SIZE(data))},
          py_ref::share(data)};
}

} // namespace krait::pycore
