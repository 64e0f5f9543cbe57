// What a JSON reader asks of the next bytes, with AVX-512. avx2.hpp says what each
// means, and has all that masks are no gain for: a vector's bits as an integer come
// three cycles sooner from vpmovmskb than by way of a mask register.
// SPDX-License-Identifier: Apache-2.0
//
// To be included inside a target region of its instruction set, after <immintrin.h>.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "json/scan/avx2.hpp"

namespace krait::json::avx512 {

namespace {

struct scan : avx2::scan {
  static bool matches(const char* p, const char* token, unsigned length) noexcept {
    const __mmask64 inside = _bzhi_u64(~std::uint64_t{0}, length);
    return _mm512_mask_cmpneq_epi8_mask(inside, _mm512_loadu_si512(p),
                                        _mm512_loadu_si512(token)) == 0;
  }

  static void copy(char* to, const char* from, std::size_t n) noexcept {
    for (; n > 32; n -= 32, to += 32, from += 32)
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), load32(from));
    const __mmask32 inside = _bzhi_u32(~0U, static_cast<unsigned>(n));
    _mm256_mask_storeu_epi8(to, inside, load32(from));
  }

  static void narrow(std::uint16_t* to, const std::uint32_t* from,
                     std::size_t n) noexcept {
    // By the forms with a mask: GCC 12 takes the others for uses of undefined values.
    for (std::size_t i = 0; i < n; i += 16) {
      const auto left = static_cast<unsigned>(std::min<std::size_t>(n - i, 16));
      const auto inside = static_cast<__mmask16>(_bzhi_u32(0xFFFF, left));
      const __m512i wide = _mm512_maskz_loadu_epi32(inside, from + i);
      _mm256_mask_storeu_epi16(to + i, inside,
                               _mm512_maskz_cvtepi32_epi16(inside, wide));
    }
  }

private:
  static __m256i load32(const char* p) noexcept {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
  }
};

} // namespace

} // namespace krait::json::avx512
