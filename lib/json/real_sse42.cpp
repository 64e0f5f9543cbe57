// Doubles to text with SSE4.2.
// SPDX-License-Identifier: Apache-2.0
#if defined(__x86_64__)
#include "json/kernels.hpp"

#include <immintrin.h>

#include "json/real_layout.hpp"
#include "json/real_tables.hpp"
#include "json/sixteen_digits.hpp"

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("sse4.2,popcnt"))),                 \
                             apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("sse4.2,popcnt")
#endif

namespace krait::json::sse42 {

namespace {

// The digits one place on: the first is gone, and the last of 17 comes before the
// others, which stand in reverse.
inline __m128i one_on(__m128i digits, std::uint64_t last) noexcept {
  return _mm_alignr_epi8(digits, _mm_set_epi64x(static_cast<long long>(last), 0), 15);
}

inline std::uint32_t positive(__m128i bytes) noexcept {
  return static_cast<std::uint32_t>(
      _mm_movemask_epi8(_mm_cmpgt_epi8(bytes, _mm_setzero_si128())));
}

struct emitter {
  static char* write(char* p, const reals::digits& shown, reals::row at) noexcept {
    const reals::shuffle_layout& layout = reals::shuffles;
    const __m128i low = sixteen_digits(shown.leading, layout.ladder);
    const __m128i high = one_on(low, shown.last);
    const auto* row = reinterpret_cast<const __m128i*>(layout.rows[at].data());
    const __m128i first = _mm_shuffle_epi8(low, _mm_load_si128(row));
    const __m128i second = _mm_shuffle_epi8(high, _mm_load_si128(row + 1));
    const __m128i zeros = _mm_set1_epi8('0');
    auto* const out = reinterpret_cast<__m128i*>(p);
    _mm_storeu_si128(out, _mm_or_si128(first, zeros));
    _mm_storeu_si128(out + 1, _mm_or_si128(second, zeros));
    p[layout.point[at]] = '.';
    const std::uint32_t above_zero = positive(first) | positive(second) << 16;
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

} // namespace krait::json::sse42

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif
