// Reading an argument of loads() from end to end.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pycore/python.hpp"

#include "pycore/core.hpp"
#include "pycore/py_ref.hpp"
#include "pycore/text_source.hpp"
#include "json/options.hpp"

namespace krait::pycore {

// The value of the one JSON text in `source`, which was made from `given`; null with
// JSONDecodeError or MemoryError set.
py_ref load_whole(core_state& state, PyObject* given, const text_source& source,
                  const json::read_options& options) noexcept;

} // namespace krait::pycore
