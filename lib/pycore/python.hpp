// The one way to include CPython's header: before everything else, its macros set.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#ifndef PY_SSIZE_T_CLEAN
#define PY_SSIZE_T_CLEAN
#endif
#if defined(__GNUC__)
#pragma GCC system_header
#endif
#include <Python.h>
