// ASCII text into JSON strings, with AVX-512.
// SPDX-License-Identifier: Apache-2.0
//
// To be included inside a target region of its instruction set, after <immintrin.h>.
#pragma once

#include <cstddef>
#include <cstdint>

#include "json/quote/escapes.hpp"

namespace krait::json::avx512 {

namespace {

struct quoting {
  // What copy_short() takes, and the room it needs whatever the text's length.
  static constexpr std::size_t longest = 64;
  // What copy() may overwrite behind the text.
  static constexpr std::size_t slack = 64;

  // Copies n <= longest bytes; false if one of them needs an escape. The 16 bytes
  // before the text must be readable. NotDel: DEL needs one as well.
  template <bool NotDel>
  [[gnu::always_inline]] static bool copy_short(char* to, const char* from,
                                                std::size_t n) noexcept {
    const __mmask64 inside = first_bits(n);
    const __m512i chunk = _mm512_maskz_loadu_epi8(inside, from);
    _mm512_storeu_si512(to, chunk);
    return escapable<NotDel>(inside, chunk) == 0;
  }

  // Copies n bytes of UTF-8 with escapes; room: 6 n + slack. The 16 bytes before the
  // text must be readable, or n at least 16.
  template <bool NotDel>
  static char* copy(char* to, const char* from, std::size_t n) noexcept {
    while (n != 0) {
      const __mmask64 inside = n < 64 ? first_bits(n) : ~__mmask64{0};
      const __m512i chunk = _mm512_maskz_loadu_epi8(inside, from);
      const std::uint64_t found = escapable<NotDel>(inside, chunk);
      _mm512_storeu_si512(to, chunk);
      const std::size_t step = n < 64 ? n : 64;
      if (found == 0) [[likely]] {
        to += step;
        from += step;
        n -= step;
        continue;
      }
      to = copy_escapes(to, from, step, found);
      from += step;
      n -= step;
    }
    return to;
  }

  // The same of n < 16 bytes, with nothing readable around them.
  template <bool NotDel>
  static char* copy_alone(char* to, const char* from, std::size_t n) noexcept {
    return copy<NotDel>(to, from, n);
  }

private:
  static __mmask64 first_bits(std::size_t n) noexcept {
    return _bzhi_u64(~std::uint64_t{0}, static_cast<unsigned>(n));
  }

  template <bool NotDel>
  static std::uint64_t escapable(__mmask64 inside, __m512i chunk) noexcept {
    const __mmask64 found =
        _mm512_mask_cmplt_epu8_mask(inside, chunk, _mm512_set1_epi8(0x20)) |
        _mm512_cmpeq_epi8_mask(chunk, _mm512_set1_epi8('"')) |
        _mm512_cmpeq_epi8_mask(chunk, _mm512_set1_epi8('\\'));
    return NotDel ? found | _mm512_cmpeq_epi8_mask(chunk, _mm512_set1_epi8(0x7F))
                  : found;
  }

  // One chunk with a bit for each byte to escape, of which the start stands there.
  static char* copy_escapes(char* to, const char* from, std::size_t n,
                            std::uint64_t found) noexcept {
    std::size_t at = 0;
    for (; found != 0; found &= found - 1) {
      const auto next = static_cast<std::size_t>(__builtin_ctzll(found));
      to = quotes::write_escape(to + (next - at),
                                static_cast<unsigned char>(from[next]));
      at = next + 1;
      // What follows, up to the end: most escapes are few in a chunk.
      _mm512_storeu_si512(to, _mm512_maskz_loadu_epi8(first_bits(n - at), from + at));
    }
    return to + (n - at);
  }
};

} // namespace

} // namespace krait::json::avx512
