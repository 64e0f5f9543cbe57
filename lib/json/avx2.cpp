// The JSON kernels with AVX2, 32 bytes a step.
// SPDX-License-Identifier: Apache-2.0
#if defined(__x86_64__)
#include <cstddef>
#include <cstdint>
#include <immintrin.h>

#include "simd/short_load.hpp"
#include "json/kernels.hpp"
#include "json/unit_groups.hpp"

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt"))),    \
                             apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2,bmi,bmi2,lzcnt,popcnt")
#endif

namespace krait::json::avx2 {

namespace {

// One bit for each byte to escape; zero bytes count, so lanes past the end must be
// masked.
struct escapable {
  static std::uint32_t bits(__m256i chunk) noexcept {
    const __m256i last_control = _mm256_set1_epi8(0x1f);
    // AVX2 compares signed bytes only; x <= 0x1f is spelled max(x, 0x1f) == 0x1f.
    const __m256i control =
        _mm256_cmpeq_epi8(_mm256_max_epu8(chunk, last_control), last_control);
    const __m256i quote = _mm256_cmpeq_epi8(chunk, _mm256_set1_epi8('"'));
    const __m256i slash = _mm256_cmpeq_epi8(chunk, _mm256_set1_epi8('\\'));
    return static_cast<std::uint32_t>(
        _mm256_movemask_epi8(_mm256_or_si256(control, _mm256_or_si256(quote, slash))));
  }
};

struct not_plain {
  static std::uint32_t bits(__m256i chunk) noexcept {
    // One up, DEL joins the negative bytes: all outside " " to "~" is below 0x21.
    const __m256i outside = _mm256_cmpgt_epi8(
        _mm256_set1_epi8(0x21), _mm256_add_epi8(chunk, _mm256_set1_epi8(1)));
    const __m256i quote = _mm256_cmpeq_epi8(chunk, _mm256_set1_epi8('"'));
    const __m256i slash = _mm256_cmpeq_epi8(chunk, _mm256_set1_epi8('\\'));
    return static_cast<std::uint32_t>(
        _mm256_movemask_epi8(_mm256_or_si256(outside, _mm256_or_si256(quote, slash))));
  }
};

// Up to 31 bytes at p in the low lanes, zeros above.
inline __m256i load_rest(const char* p, std::size_t rest) noexcept {
  if (rest < 16)
    return _mm256_zextsi128_si256(simd::load_short(p, rest));
  const __m128i low = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
  return _mm256_set_m128i(simd::load_short(p + 16, rest - 16), low);
}

template <class Mask> const char* find(const char* p, const char* end) noexcept {
  for (; end - p >= 32; p += 32) {
    const __m256i chunk = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
    if (const std::uint32_t found = Mask::bits(chunk); found != 0)
      return p + __builtin_ctz(found);
  }
  const auto rest = static_cast<std::size_t>(end - p);
  // The bit behind the last byte makes `end` the answer where nothing comes before it.
  return p + __builtin_ctz(Mask::bits(load_rest(p, rest)) | 1u << rest);
}

// Not larger groups: the strings of JSON are short, and most of the work is theirs.
template <class Width>
encoded<typename Width::unit> encode(const typename Width::unit* p,
                                     const typename Width::unit* end,
                                     char* out) noexcept {
  return groups::encode<Width>(p, end, out);
}

} // namespace

const kernels table = {
    simd::isa::avx2,     find<escapable>, find<not_plain>,        write_real,
    write_reals,         write_pairs,     encode<groups::latin1>, encode<groups::ucs2>,
    encode<groups::ucs4>};

} // namespace krait::json::avx2

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif
