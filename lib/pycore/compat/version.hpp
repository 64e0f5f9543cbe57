// What differs between the CPython versions we build for.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pycore/python.hpp"

#if PY_VERSION_HEX < 0x030B0000
#error "krait needs CPython 3.11 or newer"
#endif

// 3.11 to 3.14, with the GIL, without debug checks.
#if PY_VERSION_HEX >= 0x030B0000 && PY_VERSION_HEX < 0x030F0000 &&                     \
    !defined(Py_GIL_DISABLED) && !defined(Py_DEBUG) && !defined(Py_TRACE_REFS) &&      \
    defined(__LP64__) && PYLONG_BITS_IN_DIGIT == 30
#define KRAIT_LAYOUT 1
#else
#define KRAIT_LAYOUT 0
#endif

namespace krait::pycore::compat {

// The module slots beyond Py_mod_exec. All state is in the module object, so every
// interpreter may have its own, under its own GIL. Py_mod_gil is left out on purpose:
// a free-threaded build then turns the GIL on again, which this core needs.
// To be folded into module.cpp when 3.11 goes.
#if PY_VERSION_HEX >= 0x030C0000
#define KRAIT_INTERPRETER_SLOTS                                                        \
  {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
#else
#define KRAIT_INTERPRETER_SLOTS
#endif

} // namespace krait::pycore::compat
