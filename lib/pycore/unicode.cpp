// Measures a run of UTF-8, allocates the str of that size, decodes straight into it.
// SPDX-License-Identifier: Apache-2.0
#include "pycore/unicode.hpp"

#include <cstdint>
#include <cstring>

namespace krait::pycore {

namespace {

// CPython wants the narrowest kind; the highest first byte decides it.
Py_UCS4 width_of(std::uint8_t highest) noexcept {
  return highest < 0xC4 ? 0xFF : highest < 0xF0 ? 0xFFFF : 0x10FFFF;
}

} // namespace

py_ref make_ascii(const char* text, std::size_t length) noexcept {
  if (length == 1) // CPython keeps these
    return py_ref::steal(PyUnicode_FromOrdinal(static_cast<unsigned char>(*text)));
  py_ref result = py_ref::steal(PyUnicode_New(static_cast<Py_ssize_t>(length), 0x7F));
  if (result && length != 0)
    std::memcpy(PyUnicode_1BYTE_DATA(result.lend()), text, length);
  return result;
}

py_ref make_str(const simd::kernels& kernels, const char* p, const char* end) noexcept {
  const simd::utf8_measure measured = kernels.measure_utf8(p, end);
  if (measured.highest < 0x80)
    return make_ascii(p, measured.code_points);
  py_ref result = py_ref::steal(PyUnicode_New(
      static_cast<Py_ssize_t>(measured.code_points), width_of(measured.highest)));
  if (!result)
    return result;
  switch (PyUnicode_KIND(result.lend())) {
  case PyUnicode_1BYTE_KIND:
    kernels.utf8_to_latin1(p, end, PyUnicode_1BYTE_DATA(result.lend()));
    break;
  case PyUnicode_2BYTE_KIND:
    kernels.utf8_to_ucs2(p, end, PyUnicode_2BYTE_DATA(result.lend()));
    break;
  default: kernels.utf8_to_ucs4(p, end, PyUnicode_4BYTE_DATA(result.lend())); break;
  }
  return result;
}

} // namespace krait::pycore
