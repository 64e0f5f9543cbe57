// The byte kernels with SSE42, 16 bytes a step.
// SPDX-License-Identifier: Apache-2.0
#if defined(__x86_64__)
#include <cstddef>
#include <cstdint>
#include <immintrin.h>

#include "simd/kernels.hpp"
#include "simd/short_load.hpp"
#include "simd/utf8_groups.hpp"

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("sse4.2,popcnt"))),                 \
                             apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("sse4.2,popcnt")
#endif

namespace krait::simd::sse42 {

namespace {

// As signed bytes the continuation bytes 0x80 to 0xBF are the lowest of all.
inline std::uint32_t starts_code_point(__m128i chunk) noexcept {
  return static_cast<std::uint32_t>(
      _mm_movemask_epi8(_mm_cmpgt_epi8(chunk, _mm_set1_epi8(char(0xBF)))));
}

inline std::uint8_t highest_lane(__m128i bytes) noexcept {
  bytes = _mm_max_epu8(bytes, _mm_srli_si128(bytes, 8));
  bytes = _mm_max_epu8(bytes, _mm_srli_si128(bytes, 4));
  bytes = _mm_max_epu8(bytes, _mm_srli_si128(bytes, 2));
  bytes = _mm_max_epu8(bytes, _mm_srli_si128(bytes, 1));
  return static_cast<std::uint8_t>(_mm_cvtsi128_si32(bytes));
}

utf8_measure measure_utf8(const char* p, const char* end) noexcept {
  utf8_measure result = {0, 0};
  __m128i highest = _mm_setzero_si128();
  for (; end - p >= 16; p += 16) {
    const __m128i chunk = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    result.code_points +=
        static_cast<std::size_t>(__builtin_popcount(starts_code_point(chunk)));
    highest = _mm_max_epu8(highest, chunk);
  }
  const auto rest = static_cast<std::size_t>(end - p);
  const __m128i chunk = load_short(p, rest);
  const std::uint32_t inside = (1u << rest) - 1;
  result.code_points +=
      static_cast<std::size_t>(__builtin_popcount(starts_code_point(chunk) & inside));
  result.highest = highest_lane(_mm_max_epu8(highest, chunk));
  return result;
}

template <class Width>
void decode(const char* p, const char* end, typename Width::unit* out) noexcept {
  groups::decode<Width>(p, end, out);
}

} // namespace

const kernels table = {isa::sse42, measure_utf8, decode<groups::latin1>,
                       decode<groups::ucs2>, decode<groups::ucs4>};

} // namespace krait::simd::sse42

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif
