// Stages 1 and 2 of the text engine with AVX-512.
// SPDX-License-Identifier: Apache-2.0
#if defined(__x86_64__)
#include "text/kernel_needs.hpp"

#include <immintrin.h>

#if defined(__clang__)
#pragma clang attribute push(                                                                        \
    __attribute__((target(                                                                           \
        "avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx512vbmi2,bmi,bmi2,lzcnt,popcnt,pclmul"))), \
    apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target(                                                                    \
    "avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx512vbmi2,bmi,bmi2,lzcnt,popcnt,pclmul")
#endif

#include "json/scan/avx512.hpp"

namespace krait::text::avx512 {

namespace {

using bits::mask;
using json::avx512::scan;
using json::avx512::write_real;

#include "text/block/avx512.hpp"

#include "text/indexer.hpp"

#include "text/grammar.hpp"

#include "text/lines.hpp"

} // namespace

const kernels table = {simd::isa::avx512, index_blocks, check_tokens, write_lines};

} // namespace krait::text::avx512

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif
