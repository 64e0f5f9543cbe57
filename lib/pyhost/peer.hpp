// A library that reads and writes JSON in Python, called the same way as all others.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pycore/python.hpp"

#include <string>
#include <utility>
#include <vector>

#include "pycore/py_ref.hpp"
#include "pyhost/interpreter.hpp"

namespace krait::pyhost {

// A Python function with its keyword arguments, ready for PyObject_Vectorcall.
class prepared_call {
public:
  using keywords = std::vector<std::pair<const char*, pycore::py_ref>>;

  prepared_call() = default;
  // `function` is an attribute of `module`. Throws python_error.
  prepared_call(PyObject* module, const char* function, keywords arguments);

  // Null: a Python error is set.
  pycore::py_ref operator()(PyObject* argument) const noexcept;

private:
  pycore::py_ref function_;
  pycore::py_ref names_; // a tuple, or null without keywords
  std::vector<pycore::py_ref> values_;
};

class peer {
public:
  // bytes to value; null: a Python error is set.
  pycore::py_ref loads(PyObject* data) const noexcept { return loads_(data); }
  // Value to bytes, UTF-8 without white space; null: a Python error is set.
  pycore::py_ref dumps(PyObject* value) const noexcept;

  std::string name;
  std::string version; // empty where the library has none

private:
  friend peer make_krait(const interpreter& host, bool allow_nan);
  friend peer make_json();
  friend peer make_orjson();

  prepared_call loads_;
  prepared_call dumps_;
  bool dumps_str_ = false; // the result is a str, encoded as part of the work
};

// Each throws python_error where the library cannot be imported. Only krait refuses NaN
// unless it is told otherwise; json always takes it and orjson never.
peer make_krait(const interpreter& host, bool allow_nan);
peer make_json();
peer make_orjson();

} // namespace krait::pyhost
