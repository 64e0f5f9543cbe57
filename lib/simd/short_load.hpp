// Loads of fewer bytes than a vector holds, without touching a byte outside them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#if defined(__x86_64__)
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <emmintrin.h>

namespace krait::simd {

template <class Word>
[[gnu::always_inline]] inline std::uint64_t load_word(const char* p) noexcept {
  Word word;
  std::memcpy(&word, p, sizeof word);
  return word;
}

// The n < 16 bytes at p in lanes 0 to n - 1, zeros above. Two overlapping loads,
// shifted into place: no branch on each byte. SSE2 only, so that every ISA's file can
// inline it.
[[gnu::always_inline]] inline __m128i load_short(const char* p,
                                                 std::size_t n) noexcept {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  if (n >= 8) {
    low = load_word<std::uint64_t>(p);
    // n == 8 would shift by 64, which is undefined: hence in two steps.
    high = load_word<std::uint64_t>(p + n - 8) >> 1 >> (8 * (16 - n) - 1);
  } else if (n >= 4) {
    low = load_word<std::uint32_t>(p) | load_word<std::uint32_t>(p + n - 4)
                                            << (8 * (n - 4));
  } else if (n != 0) {
    low = load_word<std::uint8_t>(p) |
          load_word<std::uint8_t>(p + n / 2) << (8 * (n / 2)) |
          load_word<std::uint8_t>(p + n - 1) << (8 * (n - 1));
  }
  return _mm_set_epi64x(static_cast<long long>(high), static_cast<long long>(low));
}

} // namespace krait::simd
#endif
