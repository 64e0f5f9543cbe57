// The JSON kernels with SSE4.2, 16 bytes a step.
// SPDX-License-Identifier: Apache-2.0
#if defined(__x86_64__)
#include <cstddef>
#include <cstdint>
#include <immintrin.h>

#include "simd/short_load.hpp"
#include "json/kernels.hpp"
#include "json/unit_groups.hpp"

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("sse4.2,popcnt"))),                 \
                             apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("sse4.2,popcnt")
#endif

namespace krait::json::sse42 {

namespace {

// One bit for each byte to escape; zero bytes count, so lanes past the end must be
// masked.
struct escapable {
  static std::uint32_t bits(__m128i chunk) noexcept {
    const __m128i last_control = _mm_set1_epi8(0x1f);
    // SSE compares signed bytes only; x <= 0x1f is spelled max(x, 0x1f) == 0x1f.
    const __m128i control =
        _mm_cmpeq_epi8(_mm_max_epu8(chunk, last_control), last_control);
    const __m128i quote = _mm_cmpeq_epi8(chunk, _mm_set1_epi8('"'));
    const __m128i slash = _mm_cmpeq_epi8(chunk, _mm_set1_epi8('\\'));
    return static_cast<std::uint32_t>(
        _mm_movemask_epi8(_mm_or_si128(control, _mm_or_si128(quote, slash))));
  }
};

struct not_plain {
  static std::uint32_t bits(__m128i chunk) noexcept {
    // One up, DEL joins the negative bytes: all outside " " to "~" is below 0x21.
    const __m128i outside =
        _mm_cmplt_epi8(_mm_add_epi8(chunk, _mm_set1_epi8(1)), _mm_set1_epi8(0x21));
    const __m128i quote = _mm_cmpeq_epi8(chunk, _mm_set1_epi8('"'));
    const __m128i slash = _mm_cmpeq_epi8(chunk, _mm_set1_epi8('\\'));
    return static_cast<std::uint32_t>(
        _mm_movemask_epi8(_mm_or_si128(outside, _mm_or_si128(quote, slash))));
  }
};

template <class Mask> const char* find(const char* p, const char* end) noexcept {
  for (; end - p >= 16; p += 16) {
    const __m128i chunk = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    if (const std::uint32_t found = Mask::bits(chunk); found != 0)
      return p + __builtin_ctz(found);
  }
  const auto rest = static_cast<std::size_t>(end - p);
  // The bit behind the last byte makes `end` the answer where nothing comes before it.
  return p + __builtin_ctz(Mask::bits(simd::load_short(p, rest)) | 1u << rest);
}

template <class Width>
encoded<typename Width::unit> encode(const typename Width::unit* p,
                                     const typename Width::unit* end,
                                     char* out) noexcept {
  return groups::encode<Width>(p, end, out);
}

} // namespace

const kernels table = {
    simd::isa::sse42,    find<escapable>, find<not_plain>,        write_real,
    write_reals,         write_pairs,     encode<groups::latin1>, encode<groups::ucs2>,
    encode<groups::ucs4>};

} // namespace krait::json::sse42

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif
