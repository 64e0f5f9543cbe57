// The argument of loads() as bytes that stay put and end in a zero byte.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pycore/python.hpp"

#include <string_view>

#include "pycore/core.hpp"
#include "pycore/py_ref.hpp"

namespace krait::pycore {

struct text_source {
  std::string_view text;         // text.data()[text.size()] is zero
  py_ref owner;                  // keeps the bytes alive; null: the Python error is set
  utf8 validity = utf8::unknown; // valid where it came from a str
};

inline std::string_view view_bytes(PyObject* bytes) noexcept {
  return {PyBytes_AS_STRING(bytes), static_cast<std::size_t>(PyBytes_GET_SIZE(bytes))};
}

// `data` is a bytes, bytearray, memoryview or str; anything else is a TypeError.
// Mutable buffers are copied: nothing that happens meanwhile, in Python or in another
// thread, can change what is read.
text_source open_text(PyObject* data) noexcept;

} // namespace krait::pycore
