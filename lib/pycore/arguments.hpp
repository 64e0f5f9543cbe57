// The keyword arguments of loads() and dumps(), parsed by hand: no tuple, no dict.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pycore/python.hpp"

#include <string>

#include "json/options.hpp"

namespace krait::pycore {

// What METH_FASTCALL | METH_KEYWORDS gives; all lent.
struct call_arguments {
  PyObject* const* values; // positional ones, then those of the names
  Py_ssize_t positional;
  PyObject* names; // tuple of str, or null
};

struct dumps_arguments {
  json::write_options options; // its indent points into `indent`
  std::string indent;
  PyObject* fallback = nullptr; // lent; null where it is None
};

// values[0] is the one positional argument. False with a TypeError or ValueError set.
bool parse_loads_arguments(const call_arguments& call,
                           json::read_options& out) noexcept;
bool parse_dumps_arguments(const call_arguments& call, dumps_arguments& out) noexcept;

} // namespace krait::pycore
