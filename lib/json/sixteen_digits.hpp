// Sixteen decimal digits of a number in the bytes of a vector.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#if defined(__x86_64__)
#include <cstdint>
#include <emmintrin.h>

namespace krait::json {

// Digits by three divisions of all lanes: by 10^4, 100 and 10, each a multiplication by
// the rounded up reciprocal (T. Granlund, P. L. Montgomery, "Division by Invariant
// Integers using Multiplication", 1994). What is right for the largest dividend is
// right for all.
consteval bool divides(std::uint64_t largest, std::uint64_t divisor,
                       std::uint64_t reciprocal, int shift) noexcept {
  // The error that the largest dividend collects must stay below one divisor's part.
  const std::uint64_t one = std::uint64_t{1} << shift;
  return reciprocal * divisor >= one && (reciprocal * divisor - one) * largest < one;
}
static_assert(divides(99'999'999, 10'000, 109'951'163, 40));
static_assert(divides(9'999, 100, 5'243, 19));
static_assert(divides(99, 10, 6'554, 16));

// Byte 0 is the last digit, byte 15 the first; number < 10^16. Each step leaves the
// remainder in the low half of a lane and puts the quotient into the high half. SSE2
// only, so that every ISA's file can inline it.
[[gnu::always_inline]] inline __m128i sixteen_digits(std::uint64_t number) noexcept {
  const auto high = static_cast<long long>(number / 100'000'000);
  const auto low = static_cast<long long>(number % 100'000'000);
  const __m128i eights = _mm_set_epi64x(high, low);
  // eights + quotient * 2^32 - quotient * 10^4, in one product.
  const __m128i by_10000 =
      _mm_srli_epi64(_mm_mul_epu32(eights, _mm_set1_epi64x(109'951'163)), 40);
  const __m128i fours = _mm_add_epi64(
      eights, _mm_mul_epu32(by_10000, _mm_set1_epi64x((1LL << 32) - 10'000)));
  // In 16 bits here, as products of 32 bits are slow on many machines.
  const __m128i by_100 =
      _mm_srli_epi16(_mm_mulhi_epu16(fours, _mm_set1_epi16(5'243)), 3);
  const __m128i twos = _mm_sub_epi16(_mm_add_epi32(fours, _mm_slli_epi32(by_100, 16)),
                                     _mm_mullo_epi16(by_100, _mm_set1_epi16(100)));
  const __m128i by_10 = _mm_mulhi_epu16(twos, _mm_set1_epi16(6'554));
  return _mm_add_epi16(twos, _mm_mullo_epi16(by_10, _mm_set1_epi16(256 - 10)));
}

} // namespace krait::json
#endif
