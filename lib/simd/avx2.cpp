// The byte kernels with AVX2, 32 bytes a step.
// SPDX-License-Identifier: Apache-2.0
#if defined(__x86_64__)
#include <cstddef>
#include <cstdint>
#include <immintrin.h>

#include "simd/kernels.hpp"
#include "simd/short_load.hpp"
#include "simd/utf8_groups.hpp"

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt"))),    \
                             apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2,bmi,bmi2,lzcnt,popcnt")
#endif

namespace krait::simd::avx2 {

namespace {

// As signed bytes the continuation bytes 0x80 to 0xBF are the lowest of all.
inline std::uint32_t starts_code_point(__m256i chunk) noexcept {
  return static_cast<std::uint32_t>(
      _mm256_movemask_epi8(_mm256_cmpgt_epi8(chunk, _mm256_set1_epi8(char(0xBF)))));
}

inline std::uint8_t highest_lane(__m256i bytes) noexcept {
  __m128i half =
      _mm_max_epu8(_mm256_castsi256_si128(bytes), _mm256_extracti128_si256(bytes, 1));
  half = _mm_max_epu8(half, _mm_srli_si128(half, 8));
  half = _mm_max_epu8(half, _mm_srli_si128(half, 4));
  half = _mm_max_epu8(half, _mm_srli_si128(half, 2));
  half = _mm_max_epu8(half, _mm_srli_si128(half, 1));
  return static_cast<std::uint8_t>(_mm_cvtsi128_si32(half));
}

utf8_measure measure_utf8(const char* p, const char* end) noexcept {
  utf8_measure result = {0, 0};
  __m256i highest = _mm256_setzero_si256();
  for (; end - p >= 32; p += 32) {
    const __m256i chunk = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
    result.code_points +=
        static_cast<std::size_t>(__builtin_popcount(starts_code_point(chunk)));
    highest = _mm256_max_epu8(highest, chunk);
  }
  // The rest, up to 31 bytes, as one vector of two halves.
  auto rest = static_cast<std::size_t>(end - p);
  const std::uint32_t inside = (1u << rest) - 1;
  __m128i low = _mm_setzero_si128();
  __m128i high = _mm_setzero_si128();
  if (rest >= 16) {
    low = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    high = load_short(p + 16, rest - 16);
  } else {
    low = load_short(p, rest);
  }
  const __m256i chunk = _mm256_set_m128i(high, low);
  result.code_points +=
      static_cast<std::size_t>(__builtin_popcount(starts_code_point(chunk) & inside));
  result.highest = highest_lane(_mm256_max_epu8(highest, chunk));
  return result;
}

// Not larger groups: the strings of JSON are short, and most of the work is theirs.
template <class Width>
void decode(const char* p, const char* end, typename Width::unit* out) noexcept {
  groups::decode<Width>(p, end, out);
}

} // namespace

const kernels table = {isa::avx2, measure_utf8, decode<groups::latin1>,
                       decode<groups::ucs2>, decode<groups::ucs4>};

} // namespace krait::simd::avx2

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif
