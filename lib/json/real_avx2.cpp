// Doubles to text with AVX2.
// SPDX-License-Identifier: Apache-2.0
#if defined(__x86_64__)
#include "json/kernels.hpp"

#include <immintrin.h>

#include "json/real_layout.hpp"
#include "json/real_tables.hpp"
#include "json/sixteen_digits.hpp"

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt"))),    \
                             apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2,bmi,bmi2,lzcnt,popcnt")
#endif

namespace krait::json::avx2 {

namespace {

// The digits one place on: the first is gone, and the last of 17 comes before the
// others, which stand in reverse.
inline __m128i one_on(__m128i digits, std::uint64_t last) noexcept {
  return _mm_alignr_epi8(digits, _mm_set_epi64x(static_cast<long long>(last), 0), 15);
}

struct emitter {
  static char* write(char* p, const reals::digits& shown, reals::row at) noexcept {
    const reals::shuffle_layout& layout = reals::shuffles;
    const __m128i low = sixteen_digits(shown.leading);
    const __m256i digits = _mm256_set_m128i(one_on(low, shown.last), low);
    const __m256i row =
        _mm256_load_si256(reinterpret_cast<const __m256i*>(layout.rows[at].data()));
    const __m256i text = _mm256_shuffle_epi8(digits, row);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(p),
                        _mm256_or_si256(text, _mm256_set1_epi8('0')));
    p[layout.point[at]] = '.';
    const auto above_zero = static_cast<std::uint32_t>(
        _mm256_movemask_epi8(_mm256_cmpgt_epi8(text, _mm256_setzero_si256())));
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

} // namespace krait::json::avx2

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif
