// The loop of dumps() with AVX2.
// SPDX-License-Identifier: Apache-2.0
#if defined(__x86_64__)
#include "pycore/dumper_needs.hpp"

#include <immintrin.h>

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt"))),    \
                             apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2,bmi,bmi2,lzcnt,popcnt")
#endif

#include "json/quote/avx2.hpp"

namespace krait::pycore::avx2 {

namespace {

using json::avx2::quoting;

constexpr const json::kernels& kernels = json::avx2::table;
constexpr auto write_double = json::avx2::write_real;
constexpr auto write_doubles = json::avx2::write_reals;
constexpr auto write_double_pairs = json::avx2::write_pairs;

#include "pycore/dump_functions.hpp"

} // namespace

const dump_functions dump_table = {loops_with<public_values>, with_layout};

} // namespace krait::pycore::avx2

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif
