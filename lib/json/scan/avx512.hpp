// What a JSON reader asks of the next bytes, with AVX-512.
// SPDX-License-Identifier: Apache-2.0
//
// To be included inside a target region of its instruction set, after <immintrin.h>.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "json/scan/byte_masks.hpp"

namespace krait::json::avx512 {

namespace {

struct scan {
  static constexpr bool has_vectors = true;
  static constexpr std::size_t step = 32; // bytes that string_stops() looks at
  using stops = std::uint32_t;

  // Bytes that end a run of plain ASCII in a string: a quotation mark, a reverse
  // solidus, control characters and everything from 0x80 up.
  static stops string_stops(const char* p) noexcept {
    const __m256i chunk = load32(p);
    // Signed, so that 0x80 and up count as below.
    return _mm256_cmplt_epi8_mask(chunk, _mm256_set1_epi8(0x20)) |
           _mm256_cmpeq_epi8_mask(chunk, _mm256_set1_epi8('"')) |
           _mm256_cmpeq_epi8_mask(chunk, _mm256_set1_epi8('\\'));
  }
  static std::size_t first(stops found) noexcept {
    return static_cast<std::size_t>(__builtin_ctz(found));
  }

  // Whether p begins with the `length` <= 64 bytes of `token`; reads 64 of both.
  static bool matches(const char* p, const char* token, unsigned length) noexcept {
    const __mmask64 inside = _bzhi_u64(~std::uint64_t{0}, length);
    return _mm512_mask_cmpneq_epi8_mask(inside, _mm512_loadu_si512(p),
                                        _mm512_load_si512(token)) == 0;
  }

  // Exactly n bytes are written; up to 32 are read.
  static void copy(char* to, const char* from, std::size_t n) noexcept {
    for (; n > 32; n -= 32, to += 32, from += 32)
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), load32(from));
    const __mmask32 inside = _bzhi_u32(~0U, static_cast<unsigned>(n));
    _mm256_mask_storeu_epi8(to, inside, load32(from));
  }

  // How many of the next `step` bytes come before the first that no string holds
  // verbatim or that ends it; adds what they hold to `run`.
  static std::size_t measure(const char* p, utf8_run& run) noexcept {
    const __m256i chunk = load32(p);
    const std::uint32_t found = escapables(chunk);
    // The bits below the first that is set; all, where none is.
    const std::uint32_t inside = (found - 1) & ~found;
    const std::uint32_t starts =
        _mm256_cmpgt_epi8_mask(chunk, _mm256_set1_epi8(char(0xBF)));
    run.code_points += static_cast<std::size_t>(_mm_popcnt_u32(starts & inside));
    run.beyond_latin1 |=
        _mm256_mask_cmpge_epu8_mask(inside, chunk, _mm256_set1_epi8(char(0xC4))) != 0;
    run.beyond_bmp |=
        _mm256_mask_cmpge_epu8_mask(inside, chunk, _mm256_set1_epi8(char(0xF0))) != 0;
    return _tzcnt_u32(found);
  }

  // Copies the next `step` bytes; returns how many of them come before the first that
  // no string holds verbatim or that ends it. Sets `other` if one of those is not
  // ASCII.
  static std::size_t copy_plain(char* to, const char* p, bool& other) noexcept {
    const __m256i chunk = load32(p);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), chunk);
    const std::uint32_t found = escapables(chunk);
    other |= (_mm256_movepi8_mask(chunk) & (found - 1) & ~found) != 0;
    return _tzcnt_u32(found);
  }

  // Widens the next `step` bytes; returns how many of them come before the first at
  // which string_stops() stops.
  static std::size_t widen_plain(std::uint32_t* to, const char* p) noexcept {
    const __m256i chunk = load32(p);
    _mm512_storeu_si512(to, _mm512_cvtepu8_epi32(_mm256_castsi256_si128(chunk)));
    _mm512_storeu_si512(to + 16,
                        _mm512_cvtepu8_epi32(_mm256_extracti128_si256(chunk, 1)));
    return _tzcnt_u32(string_stops(p));
  }

  // Writes the low halves of n code points, exactly.
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

  // How many of the next 32 bytes are white space before the first that is not.
  static std::size_t leading_space(const char* p) noexcept {
    const __m256i chunk = load32(p);
    const std::uint32_t other =
        ~(_mm256_cmpeq_epi8_mask(chunk, _mm256_set1_epi8(' ')) |
          _mm256_cmpeq_epi8_mask(chunk, _mm256_set1_epi8('\n')) |
          _mm256_cmpeq_epi8_mask(chunk, _mm256_set1_epi8('\r')) |
          _mm256_cmpeq_epi8_mask(chunk, _mm256_set1_epi8('\t')));
    return _tzcnt_u32(other);
  }

  // Of the next 32 bytes, those that are no digits.
  static std::uint32_t not_digits32(const char* p) noexcept {
    const __m256i value = _mm256_sub_epi8(load32(p), _mm256_set1_epi8('0'));
    return _mm256_cmpgt_epu8_mask(value, _mm256_set1_epi8(9));
  }

  static constexpr std::size_t block = 64; // of numbers()
  struct number_bits {
    std::uint64_t ends; // `,` `]` `}` and white space; `*` and 0x0C to 0x0E, too
    std::uint64_t not_digits;
  };
  // Of the next 64 bytes.
  static number_bits numbers(const char* p) noexcept {
    const __m512i chunk = _mm512_loadu_si512(p);
    const __m512i value = _mm512_sub_epi8(chunk, _mm512_set1_epi8('0'));
    // By their low four bits; 0x20 lets `]` and `}` meet, and the controls their ends.
    const __m512i by_nibble = _mm512_broadcast_i32x4(_mm_setr_epi8(
        0x20, -1, -1, -1, -1, -1, -1, -1, -1, 0x29, 0x2A, -1, 0x2C, 0x7D, -1, -1));
    return {_mm512_cmpeq_epi8_mask(_mm512_shuffle_epi8(by_nibble, chunk),
                                   _mm512_or_si512(chunk, _mm512_set1_epi8(0x20))),
            _mm512_cmpgt_epu8_mask(value, _mm512_set1_epi8(9))};
  }

  // The `total` <= 19 digits of a decimal that ends before `end`, `places` >= 1 of them
  // behind the point; for an integer, `places` == `total`. Reads 33 bytes before `end`.
  static std::uint64_t digits(const char* end, unsigned places,
                              unsigned total) noexcept {
    // Right-aligned: the fraction from a load that ends at `end`, what stands before
    // the point from one that begins a byte earlier, which drops the point.
    const __m256i text = _mm256_mask_blend_epi8(~0U << (32 - places), load32(end - 33),
                                                load32(end - 32));
    const __m256i value =
        _mm256_maskz_sub_epi8(~0U << (32 - total), text, _mm256_set1_epi8('0'));
    // Pairs, fours, then eights of digits.
    const __m256i pairs = _mm256_maddubs_epi16(value, _mm256_set1_epi16(0x010A));
    const __m256i fours = _mm256_madd_epi16(pairs, _mm256_set1_epi32(0x00010064));
    const __m128i packed = _mm_packus_epi32(_mm256_castsi256_si128(fours),
                                            _mm256_extracti128_si256(fours, 1));
    const __m128i eights = _mm_madd_epi16(packed, _mm_set1_epi32(0x00012710));
    const auto low = static_cast<std::uint64_t>(_mm_extract_epi64(eights, 1));
    const auto high = static_cast<std::uint32_t>(_mm_extract_epi32(eights, 1));
    return high * std::uint64_t{10000000000000000} +
           (low & 0xFFFFFFFF) * std::uint64_t{100000000} + (low >> 32);
  }

private:
  static std::uint32_t escapables(__m256i chunk) noexcept {
    return _mm256_cmplt_epu8_mask(chunk, _mm256_set1_epi8(0x20)) |
           _mm256_cmpeq_epi8_mask(chunk, _mm256_set1_epi8('"')) |
           _mm256_cmpeq_epi8_mask(chunk, _mm256_set1_epi8('\\'));
  }
  static __m256i load32(const char* p) noexcept {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
  }
};

} // namespace

} // namespace krait::json::avx512
