// ASCII text into JSON strings, with AVX2.
// SPDX-License-Identifier: Apache-2.0
//
// To be included inside a target region of its instruction set, after <immintrin.h>.
#pragma once

#include <cstddef>
#include <cstdint>

#include "simd/short_load.hpp"
#include "json/characters.hpp"
#include "json/quote/escapes.hpp"

namespace krait::json::avx2 {

namespace {

#include "json/quote/narrow.hpp"

// Long texts by 32 bytes. Short ones stay in 16, as a shuffle does not cross lanes.
struct quoting : narrow_quoting {
  template <bool NotDel>
  static char* copy(char* to, const char* from, std::size_t n) noexcept {
    if (n < 32)
      return narrow_quoting::copy<NotDel>(to, from, n);
    while (n > 32) {
      if (!copy_chunk<NotDel>(to, from)) [[unlikely]]
        return copy_escapes<NotDel>(to, from, n);
      to += 32;
      from += 32;
      n -= 32;
    }
    // The last 32 bytes: some were copied before, as they are.
    if (!copy_chunk<NotDel>(to + n - 32, from + n - 32)) [[unlikely]]
      return copy_escapes<NotDel>(to, from, n);
    return to + n;
  }

private:
  template <bool NotDel>
  [[gnu::noinline]] static char* copy_escapes(char* to, const char* from,
                                              std::size_t n) noexcept {
    while (n >= 32) {
      const __m256i chunk = load32(from);
      const std::uint32_t found = escapable<NotDel>(chunk);
      store32(to, chunk);
      if (found == 0) [[likely]] {
        to += 32;
        from += 32;
        n -= 32;
        continue;
      }
      pass_escape(to, from, n, found);
    }
    return narrow_quoting::copy_escapes<NotDel>(to, from, n);
  }
  // 32 bytes; whether none needs an escape.
  template <bool NotDel> static bool copy_chunk(char* to, const char* from) noexcept {
    const __m256i chunk = load32(from);
    store32(to, chunk);
    return escapable<NotDel>(chunk) == 0;
  }

  static __m256i load32(const char* p) noexcept {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
  }
  static void store32(char* p, __m256i chunk) noexcept {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(p), chunk);
  }
  static __m256i lanes(const std::array<std::uint8_t, 32>& of) noexcept {
    return _mm256_load_si256(reinterpret_cast<const __m256i*>(of.data()));
  }
  template <bool NotDel> static std::uint32_t escapable(__m256i chunk) noexcept {
    const quotes::comparands& with = quotes::comparands_32;
    const __m256i flipped = _mm256_xor_si256(chunk, lanes(with.flip));
    const __m256i low =
        _mm256_cmpeq_epi8(_mm256_min_epu8(flipped, lanes(with.last)), flipped);
    __m256i found = _mm256_or_si256(low, _mm256_cmpeq_epi8(chunk, lanes(with.solidus)));
    if constexpr (NotDel)
      found = _mm256_or_si256(found, _mm256_cmpeq_epi8(chunk, lanes(with.del)));
    return static_cast<std::uint32_t>(_mm256_movemask_epi8(found));
  }
};

} // namespace

} // namespace krait::json::avx2
