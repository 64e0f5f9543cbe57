// Stages 1 and 2 of the text engine with AVX2.
// SPDX-License-Identifier: Apache-2.0
#if defined(__x86_64__)
#include "text/kernel_needs.hpp"

#include <immintrin.h>

#if defined(__clang__)
#pragma clang attribute push(                                                          \
    __attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt,pclmul"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2,bmi,bmi2,lzcnt,popcnt,pclmul")
#endif

#include "json/scan/avx2.hpp"

namespace krait::text::avx2 {

namespace {

using bits::mask;
using json::avx2::scan;
using json::avx2::write_real;

struct bytes {
  static constexpr std::size_t width = 32;
  __m256i v;

  static bytes load(const char* p) noexcept {
    return {_mm256_loadu_si256(reinterpret_cast<const __m256i*>(p))};
  }
  void store(char* p) const noexcept {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(p), v);
  }
  static bytes all(char c) noexcept { return {_mm256_set1_epi8(c)}; }
  bytes operator|(bytes other) const noexcept { return {_mm256_or_si256(v, other.v)}; }
  bytes operator&(bytes other) const noexcept { return {_mm256_and_si256(v, other.v)}; }
  bytes operator^(bytes other) const noexcept { return {_mm256_xor_si256(v, other.v)}; }
  std::uint32_t high() const noexcept {
    return static_cast<std::uint32_t>(_mm256_movemask_epi8(v));
  }
  std::uint32_t equal(bytes other) const noexcept {
    return bytes{_mm256_cmpeq_epi8(v, other.v)}.high();
  }
  std::uint32_t equal(char c) const noexcept { return equal(all(c)); }
  std::uint32_t either(char one, char other) const noexcept {
    return bytes{_mm256_or_si256(_mm256_cmpeq_epi8(v, all(one).v),
                                 _mm256_cmpeq_epi8(v, all(other).v))}
        .high();
  }
  std::uint32_t bit_six() const noexcept {
    return bytes{_mm256_slli_epi16(v, 1)}.high();
  }
  // Those from `first` to `first` + `more`.
  std::uint32_t between(char first, char more) const noexcept {
    const __m256i up = _mm256_sub_epi8(v, _mm256_set1_epi8(first));
    return bytes{_mm256_min_epu8(up, _mm256_set1_epi8(more))}.equal(bytes{up});
  }
  // The character that 16 hold at the low four bits of each; 0 from 0x80 up.
  bytes look_up(const char* sixteen) const noexcept {
    const __m128i once = _mm_loadu_si128(reinterpret_cast<const __m128i*>(sixteen));
    return {_mm256_shuffle_epi8(_mm256_broadcastsi128_si256(once), v)};
  }
  bytes in(const std::uint8_t* table) const noexcept {
    return look_up(reinterpret_cast<const char*>(table));
  }
  bytes high_nibbles() const noexcept {
    return {_mm256_and_si256(_mm256_srli_epi16(v, 4), _mm256_set1_epi8(15))};
  }
  bytes low_nibbles() const noexcept { return *this & all(15); }
  bytes less(char c) const noexcept { // not below 0
    return {_mm256_subs_epu8(v, _mm256_set1_epi8(c))};
  }
  bool any() const noexcept { return _mm256_testz_si256(v, v) == 0; }
  // Bit i: whether an odd number of bits up to i is set.
  static mask prefix_xor(mask set) noexcept {
    const __m128i product =
        _mm_clmulepi64_si128(_mm_cvtsi64_si128(static_cast<long long>(set)),
                             _mm_set1_epi8(static_cast<char>(0xFF)), 0);
    return static_cast<mask>(_mm_cvtsi128_si64(product));
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
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(to),
                      _mm256_add_epi32(_mm256_cvtepu8_epi32(eight),
                                       _mm256_set1_epi32(static_cast<int>(base))));
}

#include "text/block/vectors.hpp"

inline mask squeeze(mask set, mask kept, bool fast_pext) noexcept {
  return fast_pext ? _pext_u64(set, kept) : squeeze_slowly(set, kept);
}

#include "text/indexer.hpp"

#include "text/grammar.hpp"

#include "text/lines.hpp"

} // namespace

const kernels table = {simd::isa::avx2, index_blocks, check_tokens, write_lines};

} // namespace krait::text::avx2

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif
