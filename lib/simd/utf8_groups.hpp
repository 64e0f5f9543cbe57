// UTF-8 to code units in groups of eight bytes, for the sets that cannot compress.
// Everything here is inlined into an ISA's own file, and takes that file's encoding.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#if defined(__x86_64__)
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <immintrin.h>

#include "simd/short_load.hpp"

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("sse4.2,popcnt"))),                 \
                             apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("sse4.2,popcnt")
#endif

namespace krait::simd::groups {

// Row m, for pshufb: the words whose bits stand in m, moved to the front.
struct word_row {
  alignas(16) std::uint8_t lane[16];
};
inline constexpr std::array<word_row, 256> front_words = [] {
  std::array<word_row, 256> rows = {};
  for (unsigned bits = 0; bits < 256; ++bits) {
    unsigned next = 0;
    for (unsigned word = 0; word < 8; ++word) {
      if ((bits >> word & 1) == 0)
        continue;
      rows[bits].lane[next++] = static_cast<std::uint8_t>(2 * word);
      rows[bits].lane[next++] = static_cast<std::uint8_t>(2 * word + 1);
    }
  }
  return rows;
}();

[[gnu::always_inline]] inline __m128i to_front(__m128i words, unsigned bits) noexcept {
  const auto* row = reinterpret_cast<const __m128i*>(front_words[bits].lane);
  return _mm_shuffle_epi8(words, _mm_load_si128(row));
}

// As signed bytes the continuation bytes 0x80 to 0xBF are the lowest of all.
[[gnu::always_inline]] inline __m128i follows(__m128i bytes) noexcept {
  return _mm_cmpgt_epi8(_mm_set1_epi8(char(0xC0)), bytes);
}

[[gnu::always_inline]] inline void store(void* out, __m128i bytes) noexcept {
  _mm_storeu_si128(static_cast<__m128i*>(out), bytes);
}

// Sixteen bytes and what is known of them.
struct chunk {
  __m128i before; // the sixteen bytes before; zeros where the text begins
  __m128i bytes;
  unsigned last; // one bit for the last byte of each code point

  template <int Distance> [[gnu::always_inline]] __m128i back() const noexcept {
    return _mm_alignr_epi8(bytes, before, 16 - Distance);
  }
};

[[gnu::always_inline]] inline __m128i keep(__m128i bytes, int bits,
                                           __m128i where) noexcept {
  return _mm_and_si128(_mm_and_si128(where, _mm_set1_epi8(static_cast<char>(bits))),
                       bytes);
}

// The last byte without its tag: all of an ASCII one, six bits of others.
[[gnu::always_inline]] inline __m128i last_payload(__m128i bytes,
                                                   __m128i longer_1) noexcept {
  return _mm_xor_si128(bytes, keep(longer_1, 0x80, longer_1));
}

// A pair of payload bytes, the later one lowest, is that one and 64 times the other.
[[gnu::always_inline]] inline __m128i join(__m128i pairs) noexcept {
  return _mm_maddubs_epi16(pairs, _mm_set1_epi16(0x4001));
}

// A width's write() makes a word or two in the lane of every byte, as if a code point
// ended there, whatever its length: byte 0 is its last one, byte 1 the one before if it
// is longer than one, and so on. Then those where one does end move to the front. It
// writes eight units more than there are, at most.
struct ucs2 {
  using unit = std::uint16_t;
  static constexpr unsigned longest = 3;

  [[gnu::always_inline]] static unit* write_8(__m128i words, unsigned last,
                                              unit* out) noexcept {
    store(out, to_front(words, last));
    return out + __builtin_popcount(last);
  }

  [[gnu::always_inline]] static unit* write(const chunk& in, unit* out) noexcept {
    const __m128i longer_1 = follows(in.bytes);
    const __m128i longer_2 = _mm_and_si128(longer_1, follows(in.back<1>()));
    const __m128i byte_0 = last_payload(in.bytes, longer_1);
    const __m128i byte_1 = keep(in.back<1>(), 0x3F, longer_1);
    const __m128i byte_2 = _mm_slli_epi16(keep(in.back<2>(), 0x0F, longer_2), 4);
    const __m128i zero = _mm_setzero_si128();
    const __m128i low = _mm_or_si128(join(_mm_unpacklo_epi8(byte_0, byte_1)),
                                     _mm_unpacklo_epi8(zero, byte_2));
    const __m128i high = _mm_or_si128(join(_mm_unpackhi_epi8(byte_0, byte_1)),
                                      _mm_unpackhi_epi8(zero, byte_2));
    return write_8(high, in.last >> 8, write_8(low, in.last & 0xFF, out));
  }
};

struct ucs4 {
  using unit = std::uint32_t;
  static constexpr unsigned longest = 4;

  // From the lower twelve bits and those above.
  [[gnu::always_inline]] static unit* write_8(__m128i low, __m128i high, unsigned last,
                                              unit* out) noexcept {
    const __m128i factors = _mm_set1_epi32(4096 << 16 | 1);
    low = to_front(low, last);
    high = to_front(high, last);
    store(out, _mm_madd_epi16(_mm_unpacklo_epi16(low, high), factors));
    store(out + 4, _mm_madd_epi16(_mm_unpackhi_epi16(low, high), factors));
    return out + __builtin_popcount(last);
  }

  [[gnu::always_inline]] static unit* write(const chunk& in, unit* out) noexcept {
    const __m128i longer_1 = follows(in.bytes);
    const __m128i longer_2 = _mm_and_si128(longer_1, follows(in.back<1>()));
    const __m128i longer_3 = _mm_and_si128(longer_2, follows(in.back<2>()));
    const __m128i byte_0 = last_payload(in.bytes, longer_1);
    const __m128i byte_1 = keep(in.back<1>(), 0x3F, longer_1);
    // The first byte of three holds two bits less than one that follows.
    const __m128i byte_2 = _mm_or_si128(keep(in.back<2>(), 0x0F, longer_2),
                                        keep(in.back<2>(), 0x30, longer_3));
    const __m128i byte_3 = keep(in.back<3>(), 0x07, longer_3);
    out = write_8(join(_mm_unpacklo_epi8(byte_0, byte_1)),
                  join(_mm_unpacklo_epi8(byte_2, byte_3)), in.last & 0xFF, out);
    return write_8(join(_mm_unpackhi_epi8(byte_0, byte_1)),
                   join(_mm_unpackhi_epi8(byte_2, byte_3)), in.last >> 8, out);
  }
};

// Latin-1 beyond ASCII is C2 80..BF or C3 80..BF: its last byte is the answer, but 0x40
// higher behind C3.
struct latin1 {
  using unit = std::uint8_t;
  static constexpr unsigned longest = 2;

  [[gnu::always_inline]] static unit* write_8(__m128i words, unsigned last,
                                              unit* out) noexcept {
    const __m128i front = to_front(words, last);
    _mm_storel_epi64(reinterpret_cast<__m128i*>(out), _mm_packus_epi16(front, front));
    return out + __builtin_popcount(last);
  }

  [[gnu::always_inline]] static unit* write(const chunk& in, unit* out) noexcept {
    const __m128i behind_c3 = _mm_cmpeq_epi8(in.back<1>(), _mm_set1_epi8(char(0xC3)));
    const __m128i units =
        _mm_add_epi8(in.bytes, _mm_and_si128(behind_c3, _mm_set1_epi8(0x40)));
    const __m128i zero = _mm_setzero_si128();
    out = write_8(_mm_unpacklo_epi8(units, zero), in.last & 0xFF, out);
    return write_8(_mm_unpackhi_epi8(units, zero), in.last >> 8, out);
  }
};

template <class Word>
[[gnu::always_inline]] inline void move(char* out, const char* p,
                                        std::size_t at) noexcept {
  Word word;
  std::memcpy(&word, p + at, sizeof word);
  std::memcpy(out + at, &word, sizeof word);
}

// Up to `Most` bytes, by whole moves that stay inside.
template <std::size_t Most>
[[gnu::always_inline]] inline void copy(char* out, const char* p,
                                        std::size_t bytes) noexcept {
  if (bytes >= 16) {
    const std::size_t final = bytes - 16;
    if constexpr (Most <= 96) {
      // Each length alike: a loop's end would be guessed wrong too often.
      for (std::size_t at = 0; at + 16 < Most; at += 16)
        move<__m128i>(out, p, at < final ? at : final);
    } else {
      for (std::size_t at = 0; at < final; at += 16)
        move<__m128i>(out, p, at);
    }
    move<__m128i>(out, p, final);
  } else if (bytes >= 8) {
    move<std::uint64_t>(out, p, 0);
    move<std::uint64_t>(out, p, bytes - 8);
  } else if (bytes >= 4) {
    move<std::uint32_t>(out, p, 0);
    move<std::uint32_t>(out, p, bytes - 4);
  } else if (bytes >= 2) {
    move<std::uint16_t>(out, p, 0);
    move<std::uint16_t>(out, p, bytes - 2);
  } else if (bytes != 0) {
    *out = *p;
  }
}

// The last n <= 16 bytes of sixteen or more that end at `end`, zeros above.
[[gnu::always_inline]] inline __m128i load_last(const char* end,
                                                std::size_t n) noexcept {
  static constexpr std::array<std::uint8_t, 32> slide = [] {
    std::array<std::uint8_t, 32> places = {};
    for (unsigned i = 0; i < 32; ++i)
      places[i] = static_cast<std::uint8_t>(i < 16 ? i : 0x80);
    return places;
  }();
  const __m128i whole = _mm_loadu_si128(reinterpret_cast<const __m128i*>(end - 16));
  return _mm_shuffle_epi8(
      whole, _mm_loadu_si128(reinterpret_cast<const __m128i*>(&slide[16 - n])));
}

[[gnu::always_inline]] inline unsigned starts(char byte) noexcept {
  return static_cast<signed char>(byte) >= static_cast<signed char>(0xC0);
}

[[gnu::always_inline]] inline unsigned starts(__m128i bytes) noexcept {
  return ~static_cast<unsigned>(_mm_movemask_epi8(follows(bytes))) & 0xFFFF;
}

// Goes to the next sixteen bytes, behind which there are more.
[[gnu::always_inline]] inline void load_next(chunk& now, const char*& p) noexcept {
  now.before = now.bytes;
  now.bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
  now.last = starts(now.bytes) >> 1 | starts(p[16]) << 15;
  p += 16;
}

// Goes to the last n <= 16 bytes; behind them all code points have ended.
[[gnu::always_inline]] inline void take_last(chunk& now, __m128i bytes,
                                             std::ptrdiff_t n) noexcept {
  now.before = now.bytes;
  now.bytes = bytes;
  now.last = (starts(now.bytes) >> 1 | 0x8000) & ((1u << n) - 1);
}

// The units of what is left go through a buffer of whole vectors, then out exactly.
template <class Width>
[[gnu::always_inline]] inline void decode(const char* p, const char* end,
                                          typename Width::unit* out) noexcept {
  using unit = typename Width::unit;
  // So many bytes hold eight units behind the first eight bytes: the room that both
  // groups of a chunk need.
  constexpr unsigned room = 8 + 8 * Width::longest;
  unit rest[room + 8];
  unit* filled = rest;
  chunk now = {_mm_setzero_si128(), _mm_setzero_si128(), 0};
  if (end - p < 16) {
    take_last(now, load_short(p, static_cast<std::size_t>(end - p)), end - p);
  } else {
    while (end - p >= room) {
      load_next(now, p);
      out = Width::write(now, out);
    }
    while (end - p > 16) {
      load_next(now, p);
      filled = Width::write(now, filled);
    }
    take_last(now, load_last(end, static_cast<std::size_t>(end - p)), end - p);
  }
  filled = Width::write(now, filled);
  copy<(room - 1) * sizeof(unit)>(
      reinterpret_cast<char*>(out), reinterpret_cast<const char*>(rest),
      static_cast<std::size_t>(filled - rest) * sizeof(unit));
}

} // namespace krait::simd::groups

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif
