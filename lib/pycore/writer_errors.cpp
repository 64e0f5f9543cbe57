// What the errors of dumps() say: where in the object, and why.
// SPDX-License-Identifier: Apache-2.0
#include "pycore/writer.hpp"

#include <cmath>
#include <new>

#include "pycore/errors.hpp"

namespace krait::pycore {

namespace {

// The UTF-8 text of a key that JSON can have; null without an error for others.
py_ref key_text(PyObject* key) noexcept {
  py_ref str;
  if (PyUnicode_Check(key))
    str = py_ref::share(key);
  else if (key == Py_None || PyBool_Check(key))
    return py_ref::steal(PyBytes_FromString(constant_text(key)));
  else if (PyFloat_Check(key) && !std::isfinite(PyFloat_AS_DOUBLE(key)))
    return py_ref::steal(PyBytes_FromString(nan_text(PyFloat_AS_DOUBLE(key))));
  else if (PyFloat_Check(key))
    str = py_ref::steal(PyFloat_Type.tp_repr(key));
  else if (PyLong_Check(key))
    str = py_ref::steal(PyLong_Type.tp_repr(key));
  py_ref bytes;
  if (str)
    bytes =
        py_ref::steal(PyUnicode_AsEncodedString(str.lend(), "utf-8", "surrogatepass"));
  PyErr_Clear();
  return bytes;
}

} // namespace

void writer::add_step(json::path& path, const level& step) {
  if (step.kind == container::list || step.kind == container::tuple) {
    path.add_index(static_cast<std::size_t>(step.next > 0 ? step.next - 1 : 0));
    return;
  }
  if (step.key == nullptr)
    return;
  if (const py_ref text = key_text(step.key))
    path.add_key({PyBytes_AS_STRING(text.lend()),
                  static_cast<std::size_t>(PyBytes_GET_SIZE(text.lend()))});
}

step writer::fail(const char* message, PyObject* cause) noexcept {
  try {
    const std::string path =
        json::build_path(levels_.size(), [this](json::path& built, std::size_t i) {
          add_step(built, levels_[i]);
        });
    raise_encode_error(state_, message, path, cause);
  } catch (const std::bad_alloc&) {
    PyErr_NoMemory();
  }
  return step::failed;
}

step writer::fail_type(const char* before, PyObject* object,
                       const char* after) noexcept {
  const py_ref name = py_ref::steal(PyType_GetName(Py_TYPE(object)));
  if (!name)
    return step::failed;
  const py_ref message =
      py_ref::steal(PyUnicode_FromFormat("%s%U%s", before, name.lend(), after));
  const char* const text = message ? PyUnicode_AsUTF8(message.lend()) : nullptr;
  return text != nullptr ? fail(text) : step::failed;
}

// Turns the error that is set into a JSONEncodeError with its words and with it as
// cause.
step writer::fail_with_exception(const char* what) noexcept {
  const py_ref cause = take_exception();
  if (!cause)
    return step::failed;
  const py_ref message =
      py_ref::steal(PyUnicode_FromFormat("%s: %S", what, cause.lend()));
  const char* const text = message ? PyUnicode_AsUTF8(message.lend()) : nullptr;
  return text != nullptr ? fail(text, cause.lend()) : step::failed;
}

} // namespace krait::pycore
