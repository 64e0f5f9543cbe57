// The loop of loads() with AVX2.
// SPDX-License-Identifier: Apache-2.0
#if defined(__x86_64__)
#include "pycore/loader_needs.hpp"

#include <immintrin.h>

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt"))),    \
                             apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2,bmi,bmi2,lzcnt,popcnt")
#endif

#include "json/scan/avx2.hpp"

namespace krait::pycore::avx2 {

namespace {

using base::errc;
using base::status;
using json::avx2::scan;

#include "pycore/load_functions.hpp"

} // namespace

const load_functions load_table = {load<public_objects>, with_layout, copy_plain};

} // namespace krait::pycore::avx2

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif
