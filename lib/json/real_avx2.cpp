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

// 17 digits in two lanes, laid out by a row of the table.
inline char* lay_out(char* p, __m256i digits, reals::row at) noexcept {
  const reals::shuffle_layout& layout = reals::shuffles;
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

struct emitter {
  static char* write(char* p, const reals::digits& shown, reals::row at) noexcept {
    const __m128i low = sixteen_digits(shown.leading, reals::shuffles.ladder);
    return lay_out(p, _mm256_set_m128i(one_on(low, shown.last), low), at);
  }
};

// sixteen_digits() of two numbers, one a lane.
inline __m256i sixteen_digits_of_two(std::uint64_t first, std::uint64_t second,
                                     const digit_ladder& ladder) noexcept {
  const auto factor = [](const auto& values) {
    return _mm256_load_si256(reinterpret_cast<const __m256i*>(values.data()));
  };
  constexpr std::uint64_t half = 100'000'000;
  const __m256i eights = _mm256_set_epi64x(
      static_cast<long long>(second / half), static_cast<long long>(second % half),
      static_cast<long long>(first / half), static_cast<long long>(first % half));
  const __m256i by_10000 =
      _mm256_srli_epi64(_mm256_mul_epu32(eights, factor(ladder.ten_thousandth)), 40);
  const __m256i fours = _mm256_add_epi64(
      eights, _mm256_mul_epu32(by_10000, factor(ladder.to_ten_thousand)));
  const __m256i by_100 =
      _mm256_srli_epi16(_mm256_mulhi_epu16(fours, factor(ladder.hundredth)), 3);
  const __m256i twos =
      _mm256_sub_epi16(_mm256_add_epi32(fours, _mm256_slli_epi32(by_100, 16)),
                       _mm256_mullo_epi16(by_100, factor(ladder.hundred)));
  const __m256i by_10 = _mm256_mulhi_epu16(twos, factor(ladder.tenth));
  return _mm256_add_epi16(twos, _mm256_mullo_epi16(by_10, factor(ladder.to_ten)));
}

// Two doubles of the exact range: one ladder serves both.
struct two {
  __m256i first; // 17 digits in two lanes, as lay_out() takes them
  __m256i second;
  reals::row first_at;
  reals::row second_at;
  unsigned first_sign;
  unsigned second_sign;
};
[[gnu::always_inline]] inline two digits_of_two(std::uint64_t first,
                                                std::uint64_t second) noexcept {
  const reals::exact one = reals::to_exact(first, reals::exact_index(first));
  const reals::exact other = reals::to_exact(second, reals::exact_index(second));
  const __m256i low = sixteen_digits_of_two(one.shown.leading, other.shown.leading,
                                            reals::shuffles.ladder);
  const __m256i last = _mm256_set_epi64x(static_cast<long long>(other.shown.last), 0,
                                         static_cast<long long>(one.shown.last), 0);
  const __m256i high = _mm256_alignr_epi8(low, last, 15); // one_on() of both
  return {_mm256_permute2x128_si256(low, high, 0x20),
          _mm256_permute2x128_si256(low, high, 0x31),
          one.at,
          other.at,
          static_cast<unsigned>(first >> 63),
          static_cast<unsigned>(second >> 63)};
}
[[gnu::always_inline]] inline char* lay_out_two(char* p, const two& shown) noexcept {
  *p = '-';
  p = lay_out(p + shown.first_sign, shown.first, shown.first_at);
  p[0] = ',';
  p[1] = '-';
  p = lay_out(p + 1 + shown.second_sign, shown.second, shown.second_at);
  *p = ',';
  return p + 1;
}

[[gnu::noinline]] char* write_general(char* p, std::uint64_t bits) noexcept {
  return reals::write_general<emitter>(p, bits);
}

// `Pairs`: "[x,y]," of each two; else a comma behind each of them. The digits of the
// next two are there before the text of these, whose end depends on its digits: loads
// would wait for the address of what is stored there.
template <bool Pairs>
[[gnu::always_inline]] inline char* write_twos(char* p, const double* values,
                                               const double* end) noexcept {
  std::uint64_t first = 0;
  std::uint64_t second = 0;
  const auto are_exact = [&first, &second](const double* next) {
    first = std::bit_cast<std::uint64_t>(next[0]);
    second = std::bit_cast<std::uint64_t>(next[1]);
    return reals::exact_index(first) < reals::exact_count &&
           reals::exact_index(second) < reals::exact_count;
  };
  const auto close = [](char* behind) {
    if (!Pairs)
      return behind;
    std::memcpy(behind - 1, "],", 2);
    return behind + 1;
  };
  while (values != end) {
    if (!are_exact(values)) [[unlikely]] {
      *p = '[';
      p = close(reals::write_row<emitter>(p + Pairs, values, 2, write_general));
      values += 2;
      continue;
    }
    two shown = digits_of_two(first, second);
    values += 2;
    for (; values != end && are_exact(values); values += 2) {
      const two next = digits_of_two(first, second);
      *p = '[';
      p = close(lay_out_two(p + Pairs, shown));
      shown = next;
    }
    *p = '[';
    p = close(lay_out_two(p + Pairs, shown));
  }
  return p;
}

} // namespace

char* write_real(char* p, double value) noexcept {
  return reals::write<emitter>(p, value, write_general);
}

char* write_reals(char* p, const double* values, std::size_t count) noexcept {
  const double* const even = values + (count & ~std::size_t{1});
  p = write_twos<false>(p, values, even);
  return reals::write_row<emitter>(p, even, count & 1, write_general);
}

char* write_pairs(char* p, const double* values, std::size_t pairs) noexcept {
  return write_twos<true>(p, values, values + 2 * pairs);
}

} // namespace krait::json::avx2

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif
