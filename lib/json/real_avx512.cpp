// Doubles to text with AVX-512: all digits at once, and the layout in one permutation.
// SPDX-License-Identifier: Apache-2.0
#if defined(__x86_64__)
#include "json/kernels.hpp"

#include <immintrin.h>

#include "json/real_layout.hpp"
#include "json/real_tables.hpp"

#if defined(__clang__)
#pragma clang attribute push(                                                          \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512ifma,"             \
                          "avx512vbmi,avx512vbmi2,bmi,bmi2,lzcnt,popcnt"))),           \
    apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx512f,avx512bw,avx512vl,avx512dq,avx512ifma")
#pragma GCC target("avx512vbmi,avx512vbmi2,bmi,bmi2,lzcnt,popcnt")
#endif

namespace krait::json::avx512 {

namespace {

inline __m512i lowest_lane(std::uint64_t value) noexcept {
  return _mm512_set_epi64(0, 0, 0, 0, 0, 0, 0, static_cast<long long>(value));
}

inline __m512i all_lanes(std::uint64_t value) noexcept {
  return _mm512_set1_epi64(static_cast<long long>(value));
}

// No instruction. The cast that says so warns of its own insides (gcc bug 105593).
inline __m256i lower_half(__m512i lanes) noexcept {
  return _mm512_maskz_extracti64x4_epi64(0xFF, lanes, 0);
}

struct emitter {
  static char* write(char* p, const reals::digits& shown, reals::row at) noexcept {
    const reals::permutation_layout& layout = reals::permutations;
    const std::uint64_t high = shown.leading / 100'000'000;
    const std::uint64_t low = shown.leading % 100'000'000;
    const __m512i fractions = _mm512_load_si512(layout.fractions.data());
    const __m512i nudge = lowest_lane(layout.nudge);
    const __m512i frame = all_lanes(layout.frame);
    const __m512i ten = all_lanes(layout.ten);
    const __m512i high_rest = _mm512_madd52lo_epu64(nudge, all_lanes(high), fractions);
    const __m512i low_rest = _mm512_madd52lo_epu64(nudge, all_lanes(low), fractions);
    const __m512i high_digits = _mm512_madd52hi_epu64(
        _mm512_or_si512(frame, lowest_lane(shown.last)), ten, high_rest);
    const __m512i low_digits = _mm512_madd52hi_epu64(frame, ten, low_rest);
    const __m512i row = _mm512_castsi256_si512(
        _mm256_load_si256(reinterpret_cast<const __m256i*>(layout.rows[at].data())));
    const __m256i text =
        lower_half(_mm512_permutex2var_epi8(high_digits, row, low_digits));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(p), text);
    const std::uint32_t above_zero = _mm256_cmpgt_epi8_mask(
        text, _mm256_load_si256(reinterpret_cast<const __m256i*>(layout.zeros.data())));
    return p + 32 - std::countl_zero(above_zero | layout.least[at]);
  }
};

[[gnu::noinline]] char* write_general(char* p, std::uint64_t bits) noexcept {
  return reals::write_general<emitter>(p, bits);
}

} // namespace

char* write_real(char* p, double value) noexcept {
  return reals::write<emitter>(p, value, write_general);
}

char* write_reals(char* p, const double* values, std::size_t count) noexcept {
  return reals::write_row<emitter>(p, values, count, write_general);
}

char* write_pairs(char* p, const double* values, std::size_t pairs) noexcept {
  return reals::write_pair_row<emitter>(p, values, pairs, write_general);
}

} // namespace krait::json::avx512

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif
