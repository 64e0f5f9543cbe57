// Matches each name against the few a function knows.
// SPDX-License-Identifier: Apache-2.0
#include "pycore/arguments.hpp"

#include <new>

namespace krait::pycore {

namespace {

bool is_name(PyObject* name, const char* wanted) noexcept {
  return PyUnicode_CompareWithASCIIString(name, wanted) == 0;
}

bool parse_flag(PyObject* value, bool& out) noexcept {
  const int truth = PyObject_IsTrue(value);
  out = truth == 1;
  return truth >= 0;
}

bool parse_depth(PyObject* value, std::size_t& out) noexcept {
  const Py_ssize_t depth = PyNumber_AsSsize_t(value, PyExc_OverflowError);
  if (depth == -1 && PyErr_Occurred())
    return false;
  if (depth < 0) {
    PyErr_SetString(PyExc_ValueError, "max_depth must not be negative");
    return false;
  }
  out = static_cast<std::size_t>(depth);
  return true;
}

bool assign_indent(dumps_arguments& out, const char* text, std::size_t count,
                   bool repeat) noexcept {
  try {
    repeat ? out.indent.assign(count, *text) : out.indent.assign(text, count);
  } catch (const std::exception&) {
    PyErr_NoMemory();
    return false;
  }
  out.options.indent = out.indent;
  return true;
}

bool parse_indent_text(PyObject* value, dumps_arguments& out) noexcept {
  Py_ssize_t length = 0;
  const char* const text = PyUnicode_AsUTF8AndSize(value, &length);
  if (text == nullptr)
    return false;
  const std::string_view view(text, static_cast<std::size_t>(length));
  if (view.find_first_not_of(" \t\n\r") != view.npos) {
    PyErr_SetString(PyExc_ValueError, "indent must be white space");
    return false;
  }
  return assign_indent(out, text, view.size(), false);
}

// None, an int (0 and below: line breaks only, as in json) or a str of white space.
bool parse_indent(PyObject* value, dumps_arguments& out) noexcept {
  out.options.pretty = value != Py_None;
  if (value == Py_None)
    return true;
  if (PyUnicode_Check(value))
    return parse_indent_text(value, out);
  if (!PyIndex_Check(value)) {
    PyErr_Format(PyExc_TypeError, "indent must be None, an int or a str, not %.200s",
                 Py_TYPE(value)->tp_name);
    return false;
  }
  const Py_ssize_t width = PyNumber_AsSsize_t(value, PyExc_OverflowError);
  if (width == -1 && PyErr_Occurred())
    return false;
  return assign_indent(out, " ", width > 0 ? static_cast<std::size_t>(width) : 0, true);
}

bool parse_fallback(PyObject* value, dumps_arguments& out) noexcept {
  out.fallback = value == Py_None ? nullptr : value;
  return true;
}

bool fail_unknown(const char* function, PyObject* name) noexcept {
  PyErr_Format(PyExc_TypeError, "%s() got an unexpected keyword argument '%U'",
               function, name);
  return false;
}

bool check_positional(const char* function, Py_ssize_t count) noexcept {
  if (count == 1)
    return true;
  PyErr_Format(PyExc_TypeError,
               "%s() takes exactly one positional argument (%zd given)", function,
               count);
  return false;
}

bool parse_loads_name(PyObject* name, PyObject* value,
                      json::read_options& out) noexcept {
  if (is_name(name, "allow_nan"))
    return parse_flag(value, out.allow_nan);
  if (is_name(name, "max_depth"))
    return parse_depth(value, out.max_depth);
  return fail_unknown("loads", name);
}

bool parse_dumps_name(PyObject* name, PyObject* value, dumps_arguments& out) noexcept {
  if (is_name(name, "indent"))
    return parse_indent(value, out);
  if (is_name(name, "sort_keys"))
    return parse_flag(value, out.options.sort_keys);
  if (is_name(name, "ensure_ascii"))
    return parse_flag(value, out.options.ensure_ascii);
  if (is_name(name, "allow_nan"))
    return parse_flag(value, out.options.allow_nan);
  if (is_name(name, "skipkeys"))
    return parse_flag(value, out.options.skip_keys);
  if (is_name(name, "default"))
    return parse_fallback(value, out);
  if (is_name(name, "max_depth"))
    return parse_depth(value, out.options.max_depth);
  return fail_unknown("dumps", name);
}

template <class Parse, class Out>
bool parse_names(const call_arguments& call, Parse parse, Out& out) noexcept {
  const Py_ssize_t count = call.names == nullptr ? 0 : PyTuple_GET_SIZE(call.names);
  for (Py_ssize_t i = 0; i < count; ++i)
    if (!parse(PyTuple_GET_ITEM(call.names, i), call.values[call.positional + i], out))
      return false;
  return true;
}

} // namespace

bool parse_loads_arguments(const call_arguments& call,
                           json::read_options& out) noexcept {
  return check_positional("loads", call.positional) &&
         parse_names(call, parse_loads_name, out);
}

bool parse_dumps_arguments(const call_arguments& call, dumps_arguments& out) noexcept {
  return check_positional("dumps", call.positional) &&
         parse_names(call, parse_dumps_name, out);
}

} // namespace krait::pycore
