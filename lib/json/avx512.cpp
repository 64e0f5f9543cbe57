// The JSON kernels with AVX-512, 64 bytes a step.
// SPDX-License-Identifier: Apache-2.0
#if defined(__x86_64__)
#include <cstddef>
#include <cstdint>
#include <immintrin.h>

#include "json/kernels.hpp"

#if defined(__clang__)
#pragma clang attribute push(                                                          \
    __attribute__((target("avx512f,avx512bw,avx512vl,bmi,bmi2,lzcnt,popcnt"))),        \
    apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx512f,avx512bw,avx512vl,bmi,bmi2,lzcnt,popcnt")
#endif

namespace krait::json::avx512 {

namespace {

struct escapable {
  static std::uint64_t bits(__m512i chunk, __mmask64 inside) noexcept {
    return _mm512_mask_cmplt_epu8_mask(inside, chunk, _mm512_set1_epi8(0x20)) |
           _mm512_mask_cmpeq_epi8_mask(inside, chunk, _mm512_set1_epi8('"')) |
           _mm512_mask_cmpeq_epi8_mask(inside, chunk, _mm512_set1_epi8('\\'));
  }
};

struct not_plain {
  static std::uint64_t bits(__m512i chunk, __mmask64 inside) noexcept {
    // One up, DEL joins the negative bytes: all outside " " to "~" is below 0x21.
    const __m512i one_up = _mm512_add_epi8(chunk, _mm512_set1_epi8(1));
    return _mm512_mask_cmplt_epi8_mask(inside, one_up, _mm512_set1_epi8(0x21)) |
           _mm512_mask_cmpeq_epi8_mask(inside, chunk, _mm512_set1_epi8('"')) |
           _mm512_mask_cmpeq_epi8_mask(inside, chunk, _mm512_set1_epi8('\\'));
  }
};

template <class Mask> const char* find(const char* p, const char* end) noexcept {
  for (; end - p >= 64; p += 64) {
    const std::uint64_t found = Mask::bits(_mm512_loadu_si512(p), ~__mmask64{0});
    if (found != 0)
      return p + __builtin_ctzll(found);
  }
  const __mmask64 inside = (std::uint64_t{1} << (end - p)) - 1;
  const std::uint64_t found = Mask::bits(_mm512_maskz_loadu_epi8(inside, p), inside);
  return found != 0 ? p + __builtin_ctzll(found) : end;
}

} // namespace

const kernels table = {simd::isa::avx512, find<escapable>, find<not_plain>, write_real};

} // namespace krait::json::avx512

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif
