// The byte kernels with AVX-512, 64 bytes a step, masked loads at the end.
// SPDX-License-Identifier: Apache-2.0
#if defined(__x86_64__)
#include <cstddef>
#include <cstdint>
#include <immintrin.h>

#include "simd/kernels.hpp"

#if defined(__clang__)
#pragma clang attribute push(                                                          \
    __attribute__((target("avx512f,avx512bw,avx512vl,bmi,bmi2,lzcnt,popcnt"))),        \
    apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx512f,avx512bw,avx512vl,bmi,bmi2,lzcnt,popcnt")
#endif

namespace krait::simd::avx512 {

namespace {

inline std::size_t count_starts(__m512i chunk, __mmask64 inside) noexcept {
  // As signed bytes the continuation bytes 0x80 to 0xBF are the lowest of all.
  const __mmask64 starts =
      _mm512_mask_cmpgt_epi8_mask(inside, chunk, _mm512_set1_epi8(char(0xBF)));
  return static_cast<std::size_t>(__builtin_popcountll(starts));
}

// Through memory: gcc 12's own header makes its 512-bit extracts warn of uninitialised
// values, and this runs once a string.
inline std::uint8_t highest_lane(__m512i bytes) noexcept {
  alignas(64) std::uint8_t lanes[64];
  _mm512_store_si512(lanes, bytes);
  const auto* parts = reinterpret_cast<const __m128i*>(lanes);
  __m128i highest =
      _mm_max_epu8(_mm_max_epu8(parts[0], parts[1]), _mm_max_epu8(parts[2], parts[3]));
  highest = _mm_max_epu8(highest, _mm_srli_si128(highest, 8));
  highest = _mm_max_epu8(highest, _mm_srli_si128(highest, 4));
  highest = _mm_max_epu8(highest, _mm_srli_si128(highest, 2));
  highest = _mm_max_epu8(highest, _mm_srli_si128(highest, 1));
  return static_cast<std::uint8_t>(_mm_cvtsi128_si32(highest));
}

utf8_measure measure_utf8(const char* p, const char* end) noexcept {
  utf8_measure result = {0, 0};
  __m512i highest = _mm512_setzero_si512();
  for (; end - p >= 64; p += 64) {
    const __m512i chunk = _mm512_loadu_si512(p);
    result.code_points += count_starts(chunk, ~__mmask64{0});
    highest = _mm512_max_epu8(highest, chunk);
  }
  const __mmask64 inside = (std::uint64_t{1} << (end - p)) - 1;
  const __m512i chunk = _mm512_maskz_loadu_epi8(inside, p);
  result.code_points += count_starts(chunk, inside);
  result.highest = highest_lane(_mm512_max_epu8(highest, chunk));
  return result;
}

} // namespace

const kernels table = {isa::avx512, measure_utf8};

} // namespace krait::simd::avx512

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif
