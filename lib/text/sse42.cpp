// Stages 1 and 2 of the text engine with SSE4.2.
// SPDX-License-Identifier: Apache-2.0
#if defined(__x86_64__)
#include "text/kernel_needs.hpp"

#include <immintrin.h>

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("sse4.2,popcnt"))),                 \
                             apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("sse4.2,popcnt")
#endif

#include "json/scan/sse42.hpp"

namespace krait::text::sse42 {

namespace {

using bits::mask;
using json::sse42::scan;
using json::sse42::write_real;

struct bytes {
  static constexpr std::size_t width = 16;
  __m128i v;

  static bytes load(const char* p) noexcept {
    return {_mm_loadu_si128(reinterpret_cast<const __m128i*>(p))};
  }
  void store(char* p) const noexcept {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(p), v);
  }
  static bytes all(char c) noexcept { return {_mm_set1_epi8(c)}; }
  bytes operator|(bytes other) const noexcept { return {_mm_or_si128(v, other.v)}; }
  bytes operator&(bytes other) const noexcept { return {_mm_and_si128(v, other.v)}; }
  bytes operator^(bytes other) const noexcept { return {_mm_xor_si128(v, other.v)}; }
  std::uint32_t high() const noexcept {
    return static_cast<std::uint32_t>(_mm_movemask_epi8(v));
  }
  std::uint32_t equal(bytes other) const noexcept {
    return bytes{_mm_cmpeq_epi8(v, other.v)}.high();
  }
  std::uint32_t equal(char c) const noexcept { return equal(all(c)); }
  std::uint32_t either(char one, char other) const noexcept {
    return bytes{
        _mm_or_si128(_mm_cmpeq_epi8(v, all(one).v), _mm_cmpeq_epi8(v, all(other).v))}
        .high();
  }
  std::uint32_t bit_six() const noexcept { return bytes{_mm_slli_epi16(v, 1)}.high(); }
  // Those from `first` to `first` + `more`.
  std::uint32_t between(char first, char more) const noexcept {
    const __m128i up = _mm_sub_epi8(v, _mm_set1_epi8(first));
    return bytes{_mm_min_epu8(up, _mm_set1_epi8(more))}.equal(bytes{up});
  }
  // The character that 16 hold at the low four bits of each; 0 from 0x80 up.
  bytes look_up(const char* sixteen) const noexcept {
    return {_mm_shuffle_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(sixteen)),
                             v)};
  }
  bytes in(const std::uint8_t* table) const noexcept {
    return look_up(reinterpret_cast<const char*>(table));
  }
  bytes high_nibbles() const noexcept {
    return {_mm_and_si128(_mm_srli_epi16(v, 4), _mm_set1_epi8(15))};
  }
  bytes low_nibbles() const noexcept { return *this & all(15); }
  bytes less(char c) const noexcept { // not below 0
    return {_mm_subs_epu8(v, _mm_set1_epi8(c))};
  }
  bool any() const noexcept { return _mm_testz_si128(v, v) == 0; }
  // Bit i: whether an odd number of bits up to i is set.
  static mask prefix_xor(mask set) noexcept {
    for (int step = 1; step != 64; step *= 2)
      set ^= set << step;
    return set;
  }
};

inline void put_eight(char* to, const char* from, const std::uint8_t* places) noexcept {
  const __m128i chosen =
      _mm_shuffle_epi8(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(from)),
                       _mm_loadl_epi64(reinterpret_cast<const __m128i*>(places)));
  _mm_storel_epi64(reinterpret_cast<__m128i*>(to), chosen);
}

// base + places[i], for eight.
inline void put_eight_places(std::uint32_t* to, const std::uint8_t* places,
                             std::uint32_t base) noexcept {
  const __m128i eight = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(places));
  const __m128i bases = _mm_set1_epi32(static_cast<int>(base));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to),
                   _mm_add_epi32(_mm_cvtepu8_epi32(eight), bases));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to + 4),
                   _mm_add_epi32(_mm_cvtepu8_epi32(_mm_srli_si128(eight, 4)), bases));
}

#include "text/block/vectors.hpp"

inline mask squeeze(mask set, mask kept, bool) noexcept {
  return squeeze_slowly(set, kept);
}

#include "text/indexer.hpp"

#include "text/grammar.hpp"

#include "text/lines.hpp"

} // namespace

const kernels table = {simd::isa::sse42, index_blocks, check_tokens, write_lines};

} // namespace krait::text::sse42

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif
