// The byte kernels with AVX-512, 64 bytes a step, masked loads at the end.
// SPDX-License-Identifier: Apache-2.0
#if defined(__x86_64__)
#include <cstddef>
#include <cstdint>
#include <immintrin.h>

#include "simd/kernels.hpp"

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

namespace krait::simd::avx512 {

namespace {

// As signed bytes the continuation bytes 0x80 to 0xBF are the lowest of all.
inline std::uint64_t starts_code_point(__m512i chunk, __mmask64 inside) noexcept {
  return _mm512_mask_cmpgt_epi8_mask(inside, chunk, _mm512_set1_epi8(char(0xBF)));
}

inline std::size_t count_starts(__m512i chunk, __mmask64 inside) noexcept {
  return static_cast<std::size_t>(
      __builtin_popcountll(starts_code_point(chunk, inside)));
}

inline __mmask64 first_bits(std::size_t count) noexcept {
  return _bzhi_u64(~std::uint64_t{0},
                   static_cast<unsigned>(count)); // from 64 to 255: all
}

// Through memory: gcc 12's own header makes its 512-bit extracts warn of uninitialised
// values, and this runs once a string.
inline std::uint8_t highest_lane(__m512i bytes) noexcept {
  alignas(64) std::uint8_t lanes[64];
  _mm512_store_si512(lanes, bytes);
  const auto* parts = reinterpret_cast<const __m128i*>(lanes);
  __m128i highest =
      _mm_max_epu8(_mm_max_epu8(parts[0], parts[1]), _mm_max_epu8(parts[2], parts[3]));
  highest = _mm_max_epu8(highest, _mm_srli_si128(highest, 8));
  highest = _mm_max_epu8(highest, _mm_srli_si128(highest, 4));
  highest = _mm_max_epu8(highest, _mm_srli_si128(highest, 2));
  highest = _mm_max_epu8(highest, _mm_srli_si128(highest, 1));
  return static_cast<std::uint8_t>(_mm_cvtsi128_si32(highest));
}

utf8_measure measure_utf8(const char* p, const char* end) noexcept {
  utf8_measure result = {0, 0};
  __m512i highest = _mm512_setzero_si512();
  for (; end - p >= 64; p += 64) {
    const __m512i chunk = _mm512_loadu_si512(p);
    result.code_points += count_starts(chunk, ~__mmask64{0});
    highest = _mm512_max_epu8(highest, chunk);
  }
  const __mmask64 inside = first_bits(static_cast<std::size_t>(end - p));
  const __m512i chunk = _mm512_maskz_loadu_epi8(inside, p);
  result.code_points += count_starts(chunk, inside);
  result.highest = highest_lane(_mm512_max_epu8(highest, chunk));
  return result;
}

// Latin-1 beyond ASCII is C2 80..BF or C3 80..BF: its last byte is the answer, but 0x40
// higher behind C3. So the last bytes stay and the leads go.
struct latin1_step {
  std::uint64_t behind_c3 = 0; // bit 0: the chunk before ended in C3

  std::uint8_t* operator()(__m512i chunk, __mmask64 inside,
                           std::uint8_t* out) noexcept {
    const __mmask64 last =
        _mm512_mask_cmplt_epu8_mask(inside, chunk, _mm512_set1_epi8(char(0xC0)));
    const __mmask64 c3 = _mm512_cmpeq_epi8_mask(chunk, _mm512_set1_epi8(char(0xC3)));
    const __m512i units =
        _mm512_mask_add_epi8(chunk, c3 << 1 | behind_c3, chunk, _mm512_set1_epi8(0x40));
    behind_c3 = c3 >> 63;
    const int count = __builtin_popcountll(last);
    _mm512_mask_storeu_epi8(out, first_bits(static_cast<std::size_t>(count)),
                            _mm512_maskz_compress_epi8(last, units));
    return out + count;
  }
};

void utf8_to_latin1(const char* p, const char* end, std::uint8_t* out) noexcept {
  latin1_step step;
  for (; end - p > 64; p += 64)
    out = step(_mm512_loadu_si512(p), ~__mmask64{0}, out);
  const __mmask64 inside = first_bits(static_cast<std::size_t>(end - p));
  step(_mm512_maskz_loadu_epi8(inside, p), inside, out);
}

// The byte at each place. All lanes by a mask, for gcc 12's own header makes the plain
// form warn of an uninitialised value; the mask costs nothing.
inline __m512i pick(__m512i places, __m512i bytes) noexcept {
  return _mm512_maskz_permutexvar_epi8(~__mmask64{0}, places, bytes);
}

struct byte_lanes {
  alignas(64) std::uint8_t lane[64];

  __m512i vector() const noexcept { return _mm512_load_si512(lane); }
};

// Lane i holds first + i / times.
constexpr byte_lanes counting(int first, int times) noexcept {
  byte_lanes result = {};
  for (int i = 0; i < 64; ++i)
    result.lane[i] = static_cast<std::uint8_t>(first + i / times);
  return result;
}
constexpr byte_lanes each = counting(0, 1);
constexpr byte_lanes lower_half_twice = counting(0, 2);
constexpr byte_lanes upper_half_twice = counting(32, 2);
constexpr byte_lanes first_quarter_four_times = counting(0, 4);

// What stays of a byte, by its upper six bits, when its tag is taken off.
constexpr byte_lanes payload_bits = [] {
  byte_lanes result = {};
  for (int i = 0; i < 64; ++i) {
    const int byte = i << 2;
    result.lane[i] = byte < 0x80   ? 0x7F
                     : byte < 0xC0 ? 0x3F
                     : byte < 0xE0 ? 0x1F
                     : byte < 0xF0 ? 0x0F
                                   : 0x07;
  }
  return result;
}();

// Code points by their last bytes, all lengths alike, after Clausecker and Lemire,
// "Transcoding Unicode Characters with AVX-512 Instructions" (2023): the places of the
// last bytes are compressed, and each lane of the result picks the bytes up to there.
struct sequences {
  __m512i payload;        // without tag bits
  __m512i last_places;    // lane i: where the i-th code point ends
  std::uint64_t longer_1; // bit i: it has more than one byte; than two, than three
  std::uint64_t longer_2;
  std::uint64_t longer_3;
  std::size_t count;
};

inline sequences find_sequences(__m512i chunk, std::uint64_t starts,
                                std::uint64_t last) noexcept {
  const __m512i payload =
      _mm512_and_si512(chunk, pick(_mm512_srli_epi16(chunk, 2), payload_bits.vector()));
  const std::uint64_t follows_1 = ~starts;
  const std::uint64_t follows_2 = follows_1 & follows_1 << 1;
  const std::uint64_t follows_3 = follows_2 & follows_1 << 2;
  return {payload,
          _mm512_maskz_compress_epi8(last, each.vector()),
          _pext_u64(follows_1, last),
          _pext_u64(follows_2, last),
          _pext_u64(follows_3, last),
          static_cast<std::size_t>(__builtin_popcountll(last))};
}

// 32 code points, from the one numbered `first`.
inline __m512i ucs2_units(const sequences& found, const byte_lanes& half,
                          unsigned first) noexcept {
  const auto longer_1 = static_cast<__mmask32>(found.longer_1 >> first);
  const auto longer_2 = static_cast<__mmask32>(found.longer_2 >> first);
  const __m512i last = pick(half.vector(), found.last_places);
  const __m512i pairs =
      pick(_mm512_sub_epi8(last, _mm512_set1_epi16(0x0100)), found.payload);
  const __m512i thirds =
      pick(_mm512_sub_epi8(last, _mm512_set1_epi16(0x0002)), found.payload);
  const __m512i ones = _mm512_and_si512(pairs, _mm512_set1_epi16(0x00FF));
  // A pair is its last byte and 64 times the one before.
  const __m512i twos =
      _mm512_mask_maddubs_epi16(ones, longer_1, pairs, _mm512_set1_epi16(0x4001));
  return _mm512_or_si512(twos, _mm512_maskz_slli_epi16(longer_2, thirds, 12));
}

struct ucs2_step {
  std::uint16_t* operator()(const sequences& found, std::uint16_t* out) noexcept {
    const __m512i units = ucs2_units(found, lower_half_twice, 0);
    if (found.count < 32) {
      _mm512_mask_storeu_epi16(out, static_cast<__mmask32>(first_bits(found.count)),
                               units);
    } else {
      _mm512_storeu_si512(out, units);
      _mm512_mask_storeu_epi16(out + 32,
                               static_cast<__mmask32>(first_bits(found.count - 32)),
                               ucs2_units(found, upper_half_twice, 32));
    }
    return out + found.count;
  }
};

// Which bytes of 16 lanes of four belong to their code points, the last one lowest.
inline __mmask64 inside_quads(const sequences& found, unsigned first) noexcept {
  return 0x1111111111111111 | _pdep_u64(found.longer_1 >> first, 0x2222222222222222) |
         _pdep_u64(found.longer_2 >> first, 0x4444444444444444) |
         _pdep_u64(found.longer_3 >> first, 0x8888888888888888);
}

// 16 code points.
inline __m512i ucs4_units(const sequences& found, unsigned first) noexcept {
  const __m512i quarter = _mm512_add_epi8(first_quarter_four_times.vector(),
                                          _mm512_set1_epi8(static_cast<char>(first)));
  const __m512i last = pick(quarter, found.last_places);
  const __m512i quads = _mm512_maskz_permutexvar_epi8(
      inside_quads(found, first), _mm512_sub_epi8(last, _mm512_set1_epi32(0x03020100)),
      found.payload);
  const __m512i pairs = _mm512_maddubs_epi16(quads, _mm512_set1_epi16(0x4001));
  return _mm512_madd_epi16(pairs, _mm512_set1_epi32(0x10000001));
}

struct ucs4_step {
  // Whole stores where they fit: masked ones take longer (3.8 against 5.0 GB/s).
  std::uint32_t* operator()(const sequences& found, std::uint32_t* out) noexcept {
    unsigned i = 0;
    for (; found.count - i > 16; i += 16)
      _mm512_storeu_si512(out + i, ucs4_units(found, i));
    _mm512_mask_storeu_epi32(out + i,
                             static_cast<__mmask16>(first_bits(found.count - i)),
                             ucs4_units(found, i));
    return out + found.count;
  }
};

// Steps of 60 bytes that do not wait for each other: the first three bytes of a chunk
// are there for code points that began in the chunk before, and whether the last byte
// ends a code point is for the next chunk to see.
template <class Step, class Unit>
void decode(const char* p, const char* end, Unit* out) noexcept {
  Step step;
  std::uint64_t fresh = ~std::uint64_t{0};
  for (; end - p > 64; p += 60) {
    const __m512i chunk = _mm512_loadu_si512(p);
    const std::uint64_t starts = starts_code_point(chunk, ~__mmask64{0});
    out = step(find_sequences(chunk, starts, starts >> 1 & fresh), out);
    fresh = ~std::uint64_t{7};
  }
  const __mmask64 inside = first_bits(static_cast<std::size_t>(end - p));
  const __m512i chunk = _mm512_maskz_loadu_epi8(inside, p);
  const std::uint64_t starts = starts_code_point(chunk, inside);
  const std::uint64_t last = starts >> 1 | (inside ^ inside >> 1);
  step(find_sequences(chunk, starts, last & fresh), out);
}
} // namespace

const kernels table = {isa::avx512, measure_utf8, utf8_to_latin1, decode<ucs2_step>,
                       decode<ucs4_step>};

} // namespace krait::simd::avx512

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif
