// The loop of dumps() with AVX-512.
// SPDX-License-Identifier: Apache-2.0
#if defined(__x86_64__)
#include "pycore/dumper_needs.hpp"

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

#include "json/quote/avx512.hpp"

namespace krait::pycore::avx512 {

namespace {

using json::avx512::quoting;

constexpr const json::kernels& kernels = json::avx512::table;
constexpr auto write_double = json::avx512::write_real;
constexpr auto write_doubles = json::avx512::write_reals;
constexpr auto write_double_pairs = json::avx512::write_pairs;

#include "pycore/dump_functions.hpp"

} // namespace

const dump_functions dump_table = {loops_with<public_values>, with_layout};

} // namespace krait::pycore::avx512

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif
