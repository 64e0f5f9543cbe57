// Reading an argument of loads() from end to end.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pycore/python.hpp"

#include <string_view>

#include "pycore/core.hpp"
#include "json/options.hpp"

namespace krait::pycore {

// The value of the one JSON text in `all`, which was made from `given`, a new
// reference; null with JSONDecodeError or MemoryError set. A zero byte stands behind.
PyObject* load_whole(core_state& state, PyObject* given, std::string_view all,
                     utf8 validity, const json::read_options& options) noexcept;

// The same for an exact bytes object, with the usual options.
PyObject* load_bytes(core_state& state, PyObject* bytes) noexcept;

// What load_whole() does where it fails: raises what `failure` says of `all`, or leaves
// the Python error that is set. Null.
PyObject* raise_failure(core_state& state, PyObject* given, std::string_view all,
                        utf8 validity, const json::read_options& options,
                        base::status failure) noexcept;

} // namespace krait::pycore
