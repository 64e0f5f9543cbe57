// The JSON kernels with AVX-512, 64 bytes a step.
// SPDX-License-Identifier: Apache-2.0
#if defined(__x86_64__)
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <immintrin.h>

#include "json/kernels.hpp"

#if defined(__clang__)
#pragma clang attribute push(                                                          \
    __attribute__((target(                                                             \
        "avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,bmi,bmi2,lzcnt,popcnt"))),   \
    apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target(                                                                    \
    "avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,bmi,bmi2,lzcnt,popcnt")
#endif

namespace krait::json::avx512 {

namespace {

struct escapable {
  static std::uint64_t bits(__m512i chunk, __mmask64 inside) noexcept {
    return _mm512_mask_cmplt_epu8_mask(inside, chunk, _mm512_set1_epi8(0x20)) |
           _mm512_mask_cmpeq_epi8_mask(inside, chunk, _mm512_set1_epi8('"')) |
           _mm512_mask_cmpeq_epi8_mask(inside, chunk, _mm512_set1_epi8('\\'));
  }
};

struct not_plain {
  static std::uint64_t bits(__m512i chunk, __mmask64 inside) noexcept {
    // One up, DEL joins the negative bytes: all outside " " to "~" is below 0x21.
    const __m512i one_up = _mm512_add_epi8(chunk, _mm512_set1_epi8(1));
    return _mm512_mask_cmplt_epi8_mask(inside, one_up, _mm512_set1_epi8(0x21)) |
           _mm512_mask_cmpeq_epi8_mask(inside, chunk, _mm512_set1_epi8('"')) |
           _mm512_mask_cmpeq_epi8_mask(inside, chunk, _mm512_set1_epi8('\\'));
  }
};

template <class Mask> const char* find(const char* p, const char* end) noexcept {
  for (; end - p >= 64; p += 64) {
    const std::uint64_t found = Mask::bits(_mm512_loadu_si512(p), ~__mmask64{0});
    if (found != 0)
      return p + __builtin_ctzll(found);
  }
  const __mmask64 inside = (std::uint64_t{1} << (end - p)) - 1;
  const std::uint64_t found = Mask::bits(_mm512_maskz_loadu_epi8(inside, p), inside);
  return found != 0 ? p + __builtin_ctzll(found) : end;
}

inline std::uint32_t first_bits(std::size_t count) noexcept {
  return _bzhi_u32(~0u, static_cast<unsigned>(count)); // from 32 to 255: all
}

// Writes the bytes that are not zero. Units become lanes whose unused bytes are zero;
// no other byte is, for U+0000 is escapable.
inline char* write_used(__m512i lanes, char* out) noexcept {
  const __mmask64 used = _mm512_test_epi8_mask(lanes, lanes);
  _mm512_storeu_si512(out, _mm512_maskz_compress_epi8(used, lanes));
  return out + __builtin_popcountll(used);
}

// Units below 0x800, in words: 110xxxxx 10xxxxxx, or zero and an ASCII byte.
inline __m512i bytes_of_words(__m512i units) noexcept {
  const __mmask32 below_80 = _mm512_cmplt_epu16_mask(units, _mm512_set1_epi16(0x80));
  const __m512i tail =
      _mm512_slli_epi16(_mm512_and_si512(units, _mm512_set1_epi16(0x3F)), 8);
  const __m512i tags = _mm512_set1_epi16(static_cast<short>(0x80C0));
  const __m512i two =
      _mm512_or_si512(_mm512_or_si512(_mm512_srli_epi16(units, 6), tail), tags);
  return _mm512_mask_slli_epi16(two, below_80, units, 8);
}

// Any units, in double words whose last bytes are used. A length becomes the next
// shorter one by a change of tags: the byte that falls away is nothing but its tag.
template <bool UpToThreeBytes> __m512i bytes_of_dwords(__m512i units) noexcept {
  const auto below = [units](int limit) {
    return _mm512_cmplt_epu32_mask(units, _mm512_set1_epi32(limit));
  };
  // Six bits to a byte, the highest first.
  const __m512i shifts = _mm512_set1_epi64(0x20262C3200060C12);
  const __m512i payload =
      _mm512_and_si512(_mm512_maskz_multishift_epi64_epi8(~__mmask64{0}, shifts, units),
                       _mm512_set1_epi32(0x3F3F3F07));
  constexpr auto four_tags = static_cast<int>(0x808080F0);
  constexpr int to_three = 0x000060F0;
  constexpr int to_two = 0x0040E000;
  __m512i bytes = _mm512_or_si512(
      payload, _mm512_set1_epi32(UpToThreeBytes ? four_tags ^ to_three : four_tags));
  if constexpr (!UpToThreeBytes)
    bytes = _mm512_mask_xor_epi32(bytes, below(0x10000), bytes,
                                  _mm512_set1_epi32(to_three));
  bytes = _mm512_mask_xor_epi32(bytes, below(0x800), bytes, _mm512_set1_epi32(to_two));
  return _mm512_mask_slli_epi32(bytes, below(0x80), units, 24);
}

// Lanes that are zero where the unit stops the encoder: one test of their minimum takes
// less than a mask for each condition.
inline __m512i escapable_words(__m512i units) noexcept {
  const __m512i quote = _mm512_xor_si512(units, _mm512_set1_epi16('"'));
  const __m512i slash = _mm512_xor_si512(units, _mm512_set1_epi16('\\'));
  const __m512i control = _mm512_and_si512(units, _mm512_set1_epi16(~0x1F));
  return _mm512_min_epu16(control, _mm512_min_epu16(quote, slash));
}
inline __m512i surrogate_words(__m512i units) noexcept {
  const __m512i upper = _mm512_set1_epi16(static_cast<short>(0xF800));
  const __m512i wanted = _mm512_set1_epi16(static_cast<short>(0xD800));
  return _mm512_xor_si512(_mm512_and_si512(units, upper), wanted);
}

inline __m512i escapable_dwords(__m512i units) noexcept {
  const __m512i quote = _mm512_xor_si512(units, _mm512_set1_epi32('"'));
  const __m512i slash = _mm512_xor_si512(units, _mm512_set1_epi32('\\'));
  const __m512i control = _mm512_and_si512(units, _mm512_set1_epi32(~0x1F));
  return _mm512_maskz_min_epu32(0xFFFF, control,
                                _mm512_maskz_min_epu32(0xFFFF, quote, slash));
}
inline __m512i surrogate_dwords(__m512i units) noexcept {
  const __m512i upper = _mm512_set1_epi32(~0x7FF);
  return _mm512_xor_si512(_mm512_and_si512(units, upper), _mm512_set1_epi32(0xD800));
}

// The widths: units in lanes, those that are not `inside` zero; a bit for each unit
// that stops the encoder; the bytes of those `before`.
struct latin1 {
  using unit = std::uint8_t;
  static constexpr std::size_t step = 32;

  static __m512i load(const unit* p, std::uint32_t inside) noexcept {
    return _mm512_cvtepu8_epi16(_mm256_maskz_loadu_epi8(inside, p));
  }
  static std::uint32_t not_verbatim(__m512i units) noexcept {
    const __m512i zero = escapable_words(units);
    return _mm512_testn_epi16_mask(zero, zero);
  }
  static char* write(__m512i units, std::uint32_t before, char* out) noexcept {
    return write_used(bytes_of_words(_mm512_maskz_mov_epi16(before, units)), out);
  }
};

// By masks of all lanes, which cost nothing: gcc 12's own header makes the plain forms
// warn of uninitialised values.
template <int Which> __m512i half(__m512i words) noexcept {
  return _mm512_maskz_cvtepu16_epi32(
      0xFFFF, _mm512_maskz_extracti64x4_epi64(0xF, words, Which));
}

struct ucs2 {
  using unit = std::uint16_t;
  static constexpr std::size_t step = 32;

  static __m512i load(const unit* p, std::uint32_t inside) noexcept {
    return _mm512_maskz_loadu_epi16(inside, p);
  }
  static std::uint32_t not_verbatim(__m512i units) noexcept {
    const __m512i zero =
        _mm512_min_epu16(escapable_words(units), surrogate_words(units));
    return _mm512_testn_epi16_mask(zero, zero);
  }
  static char* write(__m512i units, std::uint32_t before, char* out) noexcept {
    units = _mm512_maskz_mov_epi16(before, units);
    // Both ways are right for all that is below 0x800; the first is twice as fast.
    if (_mm512_cmpge_epu16_mask(units, _mm512_set1_epi16(0x800)) == 0)
      return write_used(bytes_of_words(units), out);
    out = write_used(bytes_of_dwords<true>(half<0>(units)), out);
    return write_used(bytes_of_dwords<true>(half<1>(units)), out);
  }
};

struct ucs4 {
  using unit = std::uint32_t;
  static constexpr std::size_t step = 16;

  static __m512i load(const unit* p, std::uint32_t inside) noexcept {
    return _mm512_maskz_loadu_epi32(static_cast<__mmask16>(inside), p);
  }
  static std::uint32_t not_verbatim(__m512i units) noexcept {
    const __m512i zero = _mm512_maskz_min_epu32(0xFFFF, escapable_dwords(units),
                                                surrogate_dwords(units));
    return _mm512_testn_epi32_mask(zero, zero);
  }
  static char* write(__m512i units, std::uint32_t before, char* out) noexcept {
    const auto lanes = static_cast<__mmask16>(before);
    return write_used(bytes_of_dwords<false>(_mm512_maskz_mov_epi32(lanes, units)),
                      out);
  }
};

template <class Width>
encoded<typename Width::unit> encode(const typename Width::unit* p,
                                     const typename Width::unit* end,
                                     char* out) noexcept {
  // Counted by a constant, so that no step waits for the one before.
  for (;; p += Width::step) {
    const std::size_t left = std::min(static_cast<std::size_t>(end - p), Width::step);
    const __m512i units = Width::load(p, first_bits(left));
    // Lanes behind the end are zero, which stops; nothing does in a full step, whose
    // stop is the bit behind it.
    constexpr std::uint64_t behind = std::uint64_t{1} << Width::step;
    const std::uint64_t stops = Width::not_verbatim(units) | behind;
    const auto taken = static_cast<std::size_t>(__builtin_ctzll(stops));
    out = Width::write(units, first_bits(taken), out);
    if (taken != Width::step)
      return {p + taken, out};
  }
}

} // namespace

const kernels table = {simd::isa::avx512, find<escapable>, find<not_plain>,
                       write_real,        write_reals,     write_pairs,
                       encode<latin1>,    encode<ucs2>,    encode<ucs4>};

} // namespace krait::json::avx512

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif
