// Code units to UTF-8 in groups of eight, for the sets that cannot compress. Everything
// here is inlined into an ISA's own file, and takes that file's encoding.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#if defined(__x86_64__)
#include <array>
#include <cstddef>
#include <cstdint>
#include <immintrin.h>

#include "simd/short_load.hpp"
#include "json/kernels.hpp"

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("sse4.2,popcnt"))),                 \
                             apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("sse4.2,popcnt")
#endif

namespace krait::json::groups {

// For pshufb: the used bytes of a vector's lanes, moved to the front.
struct row {
  alignas(16) std::uint8_t place[16];
};

// `lengths` has the bytes used of each lane; they are its last ones.
constexpr row used_bytes(const unsigned* lengths, unsigned lanes) noexcept {
  row result = {};
  unsigned next = 0;
  const unsigned width = 16 / lanes;
  for (unsigned lane = 0; lane < lanes; ++lane)
    for (unsigned i = width - lengths[lane]; i < width; ++i)
      result.place[next++] = static_cast<std::uint8_t>(lane * width + i);
  return result;
}

// By eight bits, one for each word that uses both bytes.
inline constexpr std::array<row, 256> used_of_words = [] {
  std::array<row, 256> rows = {};
  for (unsigned bits = 0; bits < 256; ++bits) {
    unsigned lengths[8] = {};
    for (unsigned lane = 0; lane < 8; ++lane)
      lengths[lane] = 1 + (bits >> lane & 1);
    rows[bits] = used_bytes(lengths, 8);
  }
  return rows;
}();

// By four bits that add one byte to a double word and four that add two.
inline constexpr std::array<row, 256> used_of_dwords = [] {
  std::array<row, 256> rows = {};
  for (unsigned bits = 0; bits < 256; ++bits) {
    unsigned lengths[4] = {};
    for (unsigned lane = 0; lane < 4; ++lane)
      lengths[lane] = 1 + (bits >> lane & 1) + 2 * (bits >> (lane + 4) & 1);
    rows[bits] = used_bytes(lengths, 4);
  }
  return rows;
}();

[[gnu::always_inline]] inline void write_used(__m128i lanes, const row& used,
                                              char* out) noexcept {
  const __m128i places = _mm_load_si128(reinterpret_cast<const __m128i*>(used.place));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(out), _mm_shuffle_epi8(lanes, places));
}

[[gnu::always_inline]] inline std::size_t count(unsigned bits) noexcept {
  return static_cast<std::size_t>(__builtin_popcount(bits));
}

[[gnu::always_inline]] inline unsigned bits_of_words(__m128i all_or_nothing) noexcept {
  return static_cast<unsigned>(
      _mm_movemask_epi8(_mm_packs_epi16(all_or_nothing, _mm_setzero_si128())));
}

[[gnu::always_inline]] inline unsigned bits_of_dwords(__m128i all_or_nothing) noexcept {
  return static_cast<unsigned>(_mm_movemask_ps(_mm_castsi128_ps(all_or_nothing)));
}

// The writers store the bytes of all eight units, of which only the first `taken`
// count: what lies behind them is written over.

// Units below 0x800, in words: 110xxxxx 10xxxxxx, or an ASCII byte that comes last.
[[gnu::always_inline]] inline char* write_words(__m128i units, unsigned taken,
                                                char* out) noexcept {
  const __m128i above_7f = _mm_cmpgt_epi16(units, _mm_set1_epi16(0x7F));
  const __m128i tail = _mm_slli_epi16(_mm_and_si128(units, _mm_set1_epi16(0x3F)), 8);
  const __m128i tags = _mm_set1_epi16(static_cast<short>(0x80C0));
  const __m128i two = _mm_or_si128(_mm_or_si128(_mm_srli_epi16(units, 6), tail), tags);
  const __m128i bytes = _mm_blendv_epi8(_mm_slli_epi16(units, 8), two, above_7f);
  const unsigned longer = bits_of_words(above_7f);
  write_used(bytes, used_of_words[longer], out);
  return out + taken + count(longer & ((1u << taken) - 1));
}

struct dwords {
  __m128i bytes;
  unsigned one_more; // one bit for each lane, as used_of_dwords has it
  unsigned two_more;
};

// Any four units. A length becomes the next shorter one by a change of tags: the byte
// that falls away is nothing but its tag.
template <bool UpToThreeBytes>
[[gnu::always_inline]] inline dwords bytes_of_dwords(__m128i units) noexcept {
  const __m128i above_7f = _mm_cmpgt_epi32(units, _mm_set1_epi32(0x7F));
  const __m128i above_7ff = _mm_cmpgt_epi32(units, _mm_set1_epi32(0x7FF));
  const __m128i above_ffff = _mm_cmpgt_epi32(units, _mm_set1_epi32(0xFFFF));
  const __m128i last = _mm_slli_epi32(units, 24);
  const __m128i third =
      _mm_slli_epi32(_mm_and_si128(units, _mm_set1_epi32(0x3F << 6)), 10);
  const __m128i second =
      _mm_srli_epi32(_mm_and_si128(units, _mm_set1_epi32(0x3F << 12)), 4);
  __m128i bytes = _mm_or_si128(
      _mm_or_si128(_mm_and_si128(last, _mm_set1_epi32(0x3F << 24)), third), second);
  const __m128i to_two = _mm_andnot_si128(above_7ff, _mm_set1_epi32(0x0040E000));
  __m128i odd = _mm_xor_si128(above_7f, above_7ff);
  if constexpr (UpToThreeBytes) {
    bytes = _mm_or_si128(bytes, _mm_set1_epi32(static_cast<int>(0x8080E000)));
  } else {
    const __m128i to_three = _mm_andnot_si128(above_ffff, _mm_set1_epi32(0x000060F0));
    bytes = _mm_or_si128(bytes, _mm_srli_epi32(units, 18));
    bytes = _mm_or_si128(bytes, _mm_set1_epi32(static_cast<int>(0x808080F0)));
    bytes = _mm_xor_si128(bytes, to_three);
    odd = _mm_xor_si128(odd, above_ffff);
  }
  bytes = _mm_blendv_epi8(last, _mm_xor_si128(bytes, to_two), above_7f);
  return {bytes, bits_of_dwords(odd), bits_of_dwords(above_7ff)};
}

[[gnu::always_inline]] inline char* write_dwords(const dwords& in, unsigned taken,
                                                 char* out) noexcept {
  const unsigned before = (1u << taken) - 1;
  write_used(in.bytes, used_of_dwords[in.one_more | in.two_more << 4], out);
  return out + taken + count(in.one_more & before) + 2 * count(in.two_more & before);
}

template <bool UpToThreeBytes>
[[gnu::always_inline]] inline char* write_dwords(__m128i low, __m128i high,
                                                 unsigned taken, char* out) noexcept {
  const unsigned taken_low = taken < 4 ? taken : 4;
  out = write_dwords(bytes_of_dwords<UpToThreeBytes>(low), taken_low, out);
  return write_dwords(bytes_of_dwords<UpToThreeBytes>(high), taken - taken_low, out);
}

// Lanes that are zero where the unit is escapable.
[[gnu::always_inline]] inline __m128i escapable_words(__m128i units) noexcept {
  const __m128i quote = _mm_xor_si128(units, _mm_set1_epi16('"'));
  const __m128i slash = _mm_xor_si128(units, _mm_set1_epi16('\\'));
  const __m128i control = _mm_and_si128(units, _mm_set1_epi16(~0x1F));
  return _mm_min_epu16(control, _mm_min_epu16(quote, slash));
}

template <class Unit>
[[gnu::always_inline]] inline __m128i load_16(const Unit* p) noexcept {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
}

template <class Unit>
[[gnu::always_inline]] inline __m128i load_units(const Unit* p,
                                                 std::size_t n) noexcept {
  return simd::load_short(reinterpret_cast<const char*>(p), n * sizeof(Unit));
}

// The widths: eight units, those behind the end zero; a bit for each unit that is not
// verbatim, zeros are not; the bytes of those taken. Words serve for all below 0x800,
// in half the time of double words.
struct latin1 {
  using unit = std::uint8_t;
  __m128i words;

  [[gnu::always_inline]] static latin1 load(const unit* p) noexcept {
    return {_mm_cvtepu8_epi16(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(p)))};
  }
  [[gnu::always_inline]] static latin1 load(const unit* p, std::size_t n) noexcept {
    return {_mm_cvtepu8_epi16(load_units(p, n))};
  }
  [[gnu::always_inline]] unsigned not_verbatim() const noexcept {
    const __m128i zero = _mm_setzero_si128();
    return bits_of_words(_mm_cmpeq_epi16(escapable_words(words), zero));
  }
  [[gnu::always_inline]] char* write(unsigned taken, char* out) const noexcept {
    return write_words(words, taken, out);
  }
};

struct ucs2 {
  using unit = std::uint16_t;
  __m128i words;

  [[gnu::always_inline]] static ucs2 load(const unit* p) noexcept {
    return {load_16(p)};
  }
  [[gnu::always_inline]] static ucs2 load(const unit* p, std::size_t n) noexcept {
    return {load_units(p, n)};
  }
  [[gnu::always_inline]] __m128i upper_bits() const noexcept {
    return _mm_and_si128(words, _mm_set1_epi16(static_cast<short>(0xF800)));
  }
  [[gnu::always_inline]] unsigned not_verbatim() const noexcept {
    const __m128i zero = _mm_setzero_si128();
    const __m128i surrogates = _mm_set1_epi16(static_cast<short>(0xD800));
    return bits_of_words(_mm_or_si128(_mm_cmpeq_epi16(escapable_words(words), zero),
                                      _mm_cmpeq_epi16(upper_bits(), surrogates)));
  }
  [[gnu::always_inline]] char* write(unsigned taken, char* out) const noexcept {
    if (_mm_testz_si128(upper_bits(), upper_bits()) != 0)
      return write_words(words, taken, out);
    return write_dwords<true>(_mm_cvtepu16_epi32(words),
                              _mm_unpackhi_epi16(words, _mm_setzero_si128()), taken,
                              out);
  }
};

struct ucs4 {
  using unit = std::uint32_t;
  __m128i low;
  __m128i high;

  [[gnu::always_inline]] static ucs4 load(const unit* p) noexcept {
    return {load_16(p), load_16(p + 4)};
  }
  [[gnu::always_inline]] static ucs4 load(const unit* p, std::size_t n) noexcept {
    if (n < 4)
      return {load_units(p, n), _mm_setzero_si128()};
    return {load_16(p), load_units(p + 4, n - 4)};
  }
  [[gnu::always_inline]] static __m128i stops(__m128i units) noexcept {
    const __m128i below_20 = _mm_cmplt_epi32(units, _mm_set1_epi32(0x20));
    const __m128i quote = _mm_cmpeq_epi32(units, _mm_set1_epi32('"'));
    const __m128i slash = _mm_cmpeq_epi32(units, _mm_set1_epi32('\\'));
    const __m128i surrogate =
        _mm_cmpeq_epi32(_mm_srli_epi32(units, 11), _mm_set1_epi32(0xD800 >> 11));
    return _mm_or_si128(_mm_or_si128(below_20, quote), _mm_or_si128(slash, surrogate));
  }
  [[gnu::always_inline]] unsigned not_verbatim() const noexcept {
    return bits_of_words(_mm_packs_epi32(stops(low), stops(high)));
  }
  [[gnu::always_inline]] char* write(unsigned taken, char* out) const noexcept {
    const __m128i above_7ff = _mm_set1_epi32(~0x7FF);
    if (_mm_testz_si128(_mm_or_si128(low, high), above_7ff) != 0)
      return write_words(_mm_packus_epi32(low, high), taken, out);
    return write_dwords<false>(low, high, taken, out);
  }
};

// Whether a JSON string can hold all of these ASCII bytes verbatim.
[[gnu::always_inline]] inline bool is_verbatim(__m128i bytes) noexcept {
  const __m128i quote = _mm_xor_si128(bytes, _mm_set1_epi8('"'));
  const __m128i slash = _mm_xor_si128(bytes, _mm_set1_epi8('\\'));
  const __m128i control = _mm_and_si128(bytes, _mm_set1_epi8(0x60));
  const __m128i least = _mm_min_epu8(control, _mm_min_epu8(quote, slash));
  return _mm_movemask_epi8(_mm_cmpeq_epi8(least, _mm_setzero_si128())) == 0;
}

// Sixteen units as they are, if they are ASCII and need no escape.
[[gnu::always_inline]] inline bool copy_ascii(const std::uint8_t* p,
                                              char* out) noexcept {
  const __m128i bytes = load_16(p);
  if (_mm_movemask_epi8(bytes) != 0 || !is_verbatim(bytes))
    return false;
  _mm_storeu_si128(reinterpret_cast<__m128i*>(out), bytes);
  return true;
}
// Two times eight units of 16 bits.
[[gnu::always_inline]] inline bool copy_ascii(__m128i low, __m128i high,
                                              char* out) noexcept {
  const __m128i above_7f = _mm_set1_epi16(static_cast<short>(0xFF80));
  if (_mm_testz_si128(_mm_or_si128(low, high), above_7f) == 0)
    return false;
  const __m128i bytes = _mm_packus_epi16(low, high);
  if (!is_verbatim(bytes))
    return false;
  _mm_storeu_si128(reinterpret_cast<__m128i*>(out), bytes);
  return true;
}
[[gnu::always_inline]] inline bool copy_ascii(const std::uint16_t* p,
                                              char* out) noexcept {
  return copy_ascii(load_16(p), load_16(p + 8), out);
}
[[gnu::always_inline]] inline bool copy_ascii(const std::uint32_t* p,
                                              char* out) noexcept {
  return copy_ascii(_mm_packus_epi32(load_16(p), load_16(p + 4)),
                    _mm_packus_epi32(load_16(p + 8), load_16(p + 12)), out);
}

// Runs of ASCII are taken first: English with a dash in it, or markup around any text.
template <class Width>
[[gnu::always_inline]] inline encoded<typename Width::unit>
encode(const typename Width::unit* p, const typename Width::unit* end,
       char* out) noexcept {
  Width units;
  unsigned stops = 0;
  while (end - p >= 16) {
    if (copy_ascii(p, out)) {
      p += 16;
      out += 16;
      continue;
    }
    units = Width::load(p);
    stops = units.not_verbatim();
    if (stops != 0)
      break;
    out = units.write(8, out);
    p += 8;
  }
  if (stops == 0 && end - p >= 8) {
    units = Width::load(p);
    stops = units.not_verbatim();
    if (stops == 0) {
      out = units.write(8, out);
      p += 8;
    }
  }
  if (stops == 0) {
    units = Width::load(p, static_cast<std::size_t>(end - p));
    stops = units.not_verbatim();
  }
  const auto taken = static_cast<unsigned>(__builtin_ctz(stops));
  return {p + taken, units.write(taken, out)};
}

} // namespace krait::json::groups

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif
