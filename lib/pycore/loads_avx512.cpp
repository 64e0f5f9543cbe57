// The loop of loads() with AVX-512.
// SPDX-License-Identifier: Apache-2.0
#if defined(__x86_64__)
#include "pycore/loader_needs.hpp"

#include <immintrin.h>

#if defined(__clang__)
#pragma clang attribute push(                                                          \
    __attribute__((                                                                    \
        target("avx512f,avx512bw,avx512vl,avx512dq,bmi,bmi2,lzcnt,popcnt"))),          \
    apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx512f,avx512bw,avx512vl,avx512dq,bmi,bmi2,lzcnt,popcnt")
#endif

#include "json/scan/avx512.hpp"

namespace krait::pycore::avx512 {

namespace {

using base::errc;
using base::status;
using json::avx512::scan;

#include "pycore/load_functions.hpp"

} // namespace

const load_functions load_table = {load<public_objects>, with_layout, copy_plain};

} // namespace krait::pycore::avx512

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif
