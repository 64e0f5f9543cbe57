// Borrows from immutable objects, copies from the others.
// SPDX-License-Identifier: Apache-2.0
#include "pycore/text_source.hpp"

namespace krait::pycore {

namespace {

text_source from_bytes(py_ref bytes, utf8 validity) noexcept {
  text_source source;
  if (!bytes)
    return source;
  source.text = view_bytes(bytes.lend());
  source.owner = std::move(bytes);
  source.validity = validity;
  return source;
}

text_source from_str(PyObject* str) noexcept {
  if (!PyUnicode_IS_COMPACT_ASCII(str)) // surrogates pass: json reads them, too
    return from_bytes(
        py_ref::steal(PyUnicode_AsEncodedString(str, "utf-8", "surrogatepass")),
        utf8::valid);
  text_source source;
  source.text = {reinterpret_cast<const char*>(PyUnicode_1BYTE_DATA(str)),
                 static_cast<std::size_t>(PyUnicode_GET_LENGTH(str))};
  source.owner = py_ref::share(str);
  source.validity = utf8::valid;
  return source;
}

py_ref copy_buffer(PyObject* data) noexcept {
  Py_buffer view;
  if (PyObject_GetBuffer(data, &view, PyBUF_FULL_RO) != 0)
    return {};
  py_ref copy = py_ref::steal(PyBytes_FromStringAndSize(nullptr, view.len));
  if (copy &&
      PyBuffer_ToContiguous(PyBytes_AS_STRING(copy.lend()), &view, view.len, 'C') != 0)
    copy = {};
  PyBuffer_Release(&view);
  return copy;
}

} // namespace

text_source open_text(PyObject* data) noexcept {
  if (PyBytes_Check(data))
    return from_bytes(py_ref::share(data), utf8::unknown);
  if (PyUnicode_Check(data))
    return from_str(data);
  if (PyByteArray_Check(data) || PyMemoryView_Check(data))
    return from_bytes(copy_buffer(data), utf8::unknown);
  PyErr_Format(PyExc_TypeError,
               "the JSON text must be bytes, bytearray, memoryview or str, not %.200s",
               Py_TYPE(data)->tp_name);
  return {};
}

} // namespace krait::pycore
