// Makes and raises krait's exceptions.
// SPDX-License-Identifier: Apache-2.0
#include "pycore/errors.hpp"

#include <new>

#include "base/position.hpp"
#include "pycore/core.hpp"
#include "json/diagnosis.hpp"

namespace krait::pycore {

namespace {

constexpr const char* decode_error_doc =
    "The text is not valid JSON.\n\n"
    "msg: the rule that was broken; doc: the text; pos: the place in it, counted in\n"
    "code points from 0; lineno, colno: the same as line and column, from 1; path: "
    "the\n"
    "innermost value around the place, such as $.users[3].name.";

constexpr const char* encode_error_doc = "The object cannot be written as JSON.\n\n"
                                         "path: the place of the offending value, such "
                                         "as $.users[3].name; it also ends the\n"
                                         "message.";

py_ref to_str(std::string_view text) noexcept {
  return py_ref::steal(PyUnicode_DecodeUTF8(
      text.data(), static_cast<Py_ssize_t>(text.size()), "surrogatepass"));
}

bool set_path(PyObject* exception, std::string_view path) noexcept {
  const py_ref text = to_str(path);
  return text && PyObject_SetAttrString(exception, "path", text.lend()) == 0;
}

// A class `name` over `bases` whose instances have a path, "$" where none is set.
py_ref make_class(const char* name, const char* doc, PyObject* bases) noexcept {
  const py_ref members = py_ref::steal(Py_BuildValue("{s:s}", "path", "$"));
  if (!members)
    return {};
  return py_ref::steal(PyErr_NewExceptionWithDoc(name, doc, bases, members.lend()));
}

// JSONDecodeError.__reduce__: json's own knows msg, doc and pos alone, and a copy would
// lose the path.
PyObject* reduce_decode_error(PyObject* self, PyObject*) noexcept {
  const py_ref members = py_ref::steal(PyObject_GenericGetDict(self, nullptr));
  if (!members)
    return nullptr;
  const py_ref message = py_ref::steal(PyObject_GetAttrString(self, "msg"));
  const py_ref doc = py_ref::steal(PyObject_GetAttrString(self, "doc"));
  const py_ref position = py_ref::steal(PyObject_GetAttrString(self, "pos"));
  if (!message || !doc || !position)
    return nullptr;
  return Py_BuildValue("O(OOO)O", Py_TYPE(self), message.lend(), doc.lend(),
                       position.lend(), members.lend());
}

PyMethodDef reduce_method = {"__reduce__", reduce_decode_error, METH_NOARGS, nullptr};

bool add_reduce(PyObject* type) noexcept {
  const py_ref method = py_ref::steal(
      PyDescr_NewMethod(reinterpret_cast<PyTypeObject*>(type), &reduce_method));
  return method && PyObject_SetAttrString(type, "__reduce__", method.lend()) == 0;
}

// What the exact reader says; what the fast one said where it runs out of memory.
json::diagnosis explain(std::string_view text, bool from_str,
                        const json::read_options& options, base::status failure) {
  json::limits limits;
  limits.from_str = from_str;
  limits.max_integer_digits = max_integer_digits();
  json::diagnosis found = json::diagnose(text, options, json::extent::whole, limits);
  if (found
          .ok()) { // the two readers disagree, which tests exclude; never hide an error
    found.code = failure.code;
    found.offset = failure.offset;
    found.message = base::message(failure.code);
    found.path = "$";
  }
  return found;
}

void raise_diagnosis(core_state& state, PyObject* given, std::string_view text,
                     const json::diagnosis& found) noexcept {
  PyObject* const type = decode_error_class(state);
  if (type == nullptr)
    return;
  const py_ref doc =
      PyUnicode_Check(given)
          ? py_ref::share(given)
          : py_ref::steal(PyUnicode_DecodeUTF8(
                text.data(), static_cast<Py_ssize_t>(text.size()), "replace"));
  const py_ref message = to_str(found.message);
  if (!doc || !message)
    return;
  const auto position =
      static_cast<Py_ssize_t>(base::count_code_points(text.substr(0, found.offset)));
  const py_ref exception = py_ref::steal(
      PyObject_CallFunction(type, "OOn", message.lend(), doc.lend(), position));
  if (exception && set_path(exception.lend(), found.path))
    PyErr_SetObject(type, exception.lend());
}

} // namespace

bool add_encode_error(core_state& state) noexcept {
  const py_ref bases =
      py_ref::steal(PyTuple_Pack(2, PyExc_TypeError, PyExc_ValueError));
  if (!bases)
    return false;
  state.encode_error =
      make_class("krait.JSONEncodeError", encode_error_doc, bases.lend()).give();
  return state.encode_error != nullptr;
}

PyObject* decode_error_class(core_state& state) noexcept {
  if (state.decode_error != nullptr)
    return state.decode_error;
  const py_ref json = py_ref::steal(PyImport_ImportModule("json"));
  if (!json)
    return nullptr;
  const py_ref base =
      py_ref::steal(PyObject_GetAttrString(json.lend(), "JSONDecodeError"));
  if (!base)
    return nullptr;
  py_ref made = make_class("krait.JSONDecodeError", decode_error_doc, base.lend());
  if (!made || !add_reduce(made.lend()))
    return nullptr;
  // The import ran Python code, which may have come here first.
  if (state.decode_error == nullptr)
    state.decode_error = made.give();
  return state.decode_error;
}

void raise_decode_error(core_state& state, PyObject* given, std::string_view text,
                        const json::read_options& options,
                        base::status failure) noexcept {
  try {
    const bool from_str = PyUnicode_Check(given);
    raise_diagnosis(state, given, text, explain(text, from_str, options, failure));
  } catch (const std::bad_alloc&) {
    PyErr_NoMemory();
  }
}

void raise_encode_error(core_state& state, const std::string& message,
                        const std::string& path, PyObject* cause) noexcept {
  const py_ref text =
      py_ref::steal(PyUnicode_FromFormat("%s at %s", message.c_str(), path.c_str()));
  if (!text)
    return;
  const py_ref exception =
      py_ref::steal(PyObject_CallOneArg(state.encode_error, text.lend()));
  if (!exception || !set_path(exception.lend(), path))
    return;
  if (cause != nullptr)
    PyException_SetCause(exception.lend(), Py_NewRef(cause));
  PyErr_SetObject(state.encode_error, exception.lend());
}

py_ref take_exception() noexcept {
  PyObject* type = nullptr;
  PyObject* value = nullptr;
  PyObject* trace = nullptr;
  PyErr_Fetch(&type, &value, &trace);
  PyErr_NormalizeException(&type, &value, &trace);
  if (trace != nullptr && value != nullptr)
    PyException_SetTraceback(value, trace);
  Py_XDECREF(type);
  Py_XDECREF(trace);
  return py_ref::steal(value);
}

} // namespace krait::pycore
