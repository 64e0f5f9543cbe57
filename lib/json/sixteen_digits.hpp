// Sixteen decimal digits of a number in the bytes of a vector, or of two in two lanes.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#if defined(__x86_64__)
#include <array>
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

// The factors. They lie in a table whose values the compiler does not see: it would
// make four shifts and additions of a product by a constant.
struct digit_ladder {
  alignas(32) std::array<std::uint64_t, 4> ten_thousandth;
  std::array<std::uint64_t, 4> to_ten_thousand; // 2^32 - 10^4
  std::array<std::uint16_t, 16> hundredth;
  std::array<std::uint16_t, 16> hundred;
  std::array<std::uint16_t, 16> tenth;
  std::array<std::uint16_t, 16> to_ten; // 2^8 - 10
};

// Byte 0 is the last digit, byte 15 the first; number < 10^16. Each step leaves the
// remainder in the low half of a lane and puts the quotient into the high half:
// eights + quotient * 2^32 - quotient * 10^4, in one product. The second step is in 16
// bits, as products of 32 bits are slow on many machines. SSE2 only, so that every
// ISA's file can inline it.
[[gnu::always_inline]] inline __m128i
sixteen_digits(std::uint64_t number, const digit_ladder& ladder) noexcept {
  const auto factor = [](const auto& values) {
    return _mm_load_si128(reinterpret_cast<const __m128i*>(values.data()));
  };
  const auto high = static_cast<long long>(number / 100'000'000);
  const auto low = static_cast<long long>(number % 100'000'000);
  const __m128i eights = _mm_set_epi64x(high, low);
  const __m128i by_10000 =
      _mm_srli_epi64(_mm_mul_epu32(eights, factor(ladder.ten_thousandth)), 40);
  const __m128i fours =
      _mm_add_epi64(eights, _mm_mul_epu32(by_10000, factor(ladder.to_ten_thousand)));
  const __m128i by_100 =
      _mm_srli_epi16(_mm_mulhi_epu16(fours, factor(ladder.hundredth)), 3);
  const __m128i twos = _mm_sub_epi16(_mm_add_epi32(fours, _mm_slli_epi32(by_100, 16)),
                                     _mm_mullo_epi16(by_100, factor(ladder.hundred)));
  const __m128i by_10 = _mm_mulhi_epu16(twos, factor(ladder.tenth));
  return _mm_add_epi16(twos, _mm_mullo_epi16(by_10, factor(ladder.to_ten)));
}

} // namespace krait::json
#endif
