// The loop of dumps() with SSE4.2.
// SPDX-License-Identifier: Apache-2.0
#if defined(__x86_64__)
#include "pycore/dumper_needs.hpp"

#include <immintrin.h>

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("sse4.2,popcnt"))),                 \
                             apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("sse4.2,popcnt")
#endif

#include "json/quote/sse42.hpp"

namespace krait::pycore::sse42 {

namespace {

using json::sse42::quoting;

constexpr const json::kernels& kernels = json::sse42::table;
constexpr auto write_double = json::sse42::write_real;
constexpr auto write_doubles = json::sse42::write_reals;
constexpr auto write_double_pairs = json::sse42::write_pairs;

#include "pycore/dump_functions.hpp"

} // namespace

const dump_functions dump_table = {loops_with<public_values>, with_layout};

} // namespace krait::pycore::sse42

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif
