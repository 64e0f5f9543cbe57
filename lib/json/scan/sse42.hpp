// What a JSON reader asks of the next bytes, with SSE4.2. avx2.hpp says what each
// means.
// SPDX-License-Identifier: Apache-2.0
//
// To be included inside a target region of its instruction set, after <immintrin.h>.
#pragma once

#include <cstddef>
#include <cstdint>

#include "json/scan/byte_masks.hpp"

namespace krait::json::sse42 {

namespace {

struct scan {
  static constexpr bool has_vectors = true;
  static constexpr bool has_row_marks = false;
  static constexpr std::size_t step = 16;
  using stops = std::uint32_t;

  static stops string_stops(const char* p) noexcept {
    return bits(stoppers(load16(p)));
  }
  static stops quotes(const char* p) noexcept {
    return bits(_mm_cmpeq_epi8(load16(p), _mm_set1_epi8('"')));
  }
  static constexpr std::size_t stride = 64;
  static bool is_plain(const char* p) noexcept {
    __m128i found = stoppers(load16(p));
    for (std::size_t at = step; at != stride; at += step)
      found = _mm_or_si128(found, stoppers(load16(p + at)));
    return bits(found) == 0;
  }
  static std::size_t first(stops found) noexcept {
    return static_cast<std::size_t>(__builtin_ctz(found));
  }

  static bool matches(const char* p, const char* token, unsigned length) noexcept {
    unsigned at = 0;
    for (; length - at > 16; at += 16)
      if (differences(p + at, token + at) != 0)
        return false;
    return (differences(p + at, token + at) & ((2U << (length - at - 1)) - 1)) == 0;
  }

  static void copy(char* to, const char* from, std::size_t n) noexcept {
    copy_exactly<16>(to, from, n);
  }

  static std::size_t measure(const char* p, utf8_run& run) noexcept {
    const __m128i chunk = load16(p);
    const std::uint32_t found = escapables(chunk);
    const std::uint32_t inside = (found - 1) & ~found;
    const std::uint32_t starts = bits(_mm_cmpgt_epi8(chunk, _mm_set1_epi8(char(0xBF))));
    run.code_points += static_cast<std::size_t>(_mm_popcnt_u32(starts & inside));
    run.beyond_latin1 |= (at_least(chunk, char(0xC4)) & inside) != 0;
    run.beyond_bmp |= (at_least(chunk, char(0xF0)) & inside) != 0;
    return first(found);
  }

  static std::size_t copy_plain(char* to, const char* p, bool& other) noexcept {
    const __m128i chunk = load16(p);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to), chunk);
    const std::uint32_t found = escapables(chunk);
    other |= (bits(chunk) & (found - 1) & ~found) != 0;
    return first(found);
  }

  static std::size_t widen_plain(std::uint32_t* to, const char* p) noexcept {
    for (std::size_t i = 0; i < step; i += 4) {
      std::int32_t four;
      std::memcpy(&four, p + i, sizeof four);
      _mm_storeu_si128(reinterpret_cast<__m128i*>(to + i),
                       _mm_cvtepu8_epi32(_mm_cvtsi32_si128(four)));
    }
    return first(string_stops(p) | 1U << step);
  }

  static void narrow(std::uint16_t* to, const std::uint32_t* from,
                     std::size_t n) noexcept {
    std::size_t i = 0;
    for (; n - i >= 8; i += 8) {
      const __m128i mask = _mm_set1_epi32(0xFFFF);
      const auto* const chunk = reinterpret_cast<const char*>(from + i);
      _mm_storeu_si128(reinterpret_cast<__m128i*>(to + i),
                       _mm_packus_epi32(_mm_and_si128(load16(chunk), mask),
                                        _mm_and_si128(load16(chunk + 16), mask)));
    }
    for (; i < n; ++i)
      to[i] = static_cast<std::uint16_t>(from[i]);
  }

  static std::size_t leading_space(const char* p) noexcept {
    return first(~spaces16(p));
  }

  static std::uint32_t not_digits32(const char* p) noexcept {
    return not_digits16(p) | not_digits16(p + 16) << 16;
  }

  static constexpr std::size_t block = 64; // of numbers()
  struct number_bits {
    std::uint64_t ends;
    std::uint64_t not_digits;
    std::uint64_t spaces;
  };
  static number_bits numbers(const char* p) noexcept {
    number_bits found{0, 0, 0};
    for (unsigned at = 0; at < 64; at += 16) {
      found.ends |= std::uint64_t{ends16(p + at)} << at;
      found.not_digits |= std::uint64_t{not_digits16(p + at)} << at;
      found.spaces |= std::uint64_t{spaces16(p + at)} << at;
    }
    return found;
  }

  static row_marks marks(const char* p) noexcept {
    row_marks found{};
    for (unsigned at = 0; at < 64; at += 16) {
      const __m128i chunk = load16(p + at);
      const auto put = [&](std::uint64_t& to, __m128i bytes) {
        to |= std::uint64_t{bits(bytes)} << at;
      };
      const auto equal = [&](char c) {
        return _mm_cmpeq_epi8(chunk, _mm_set1_epi8(c));
      };
      const __m128i by_nibble = _mm_setr_epi8('0', '1', '2', '3', '4', '5', '6', '7',
                                              '8', '9', 0, 0, ',', '-', '.', 0);
      put(found.known, _mm_cmpeq_epi8(_mm_shuffle_epi8(by_nibble, chunk), chunk));
      put(found.commas, equal(','));
      put(found.minuses, equal('-'));
      put(found.points, equal('.'));
      put(found.zeros, equal('0'));
    }
    return found;
  }
  static std::uint64_t spaces(const char* p) noexcept { return numbers(p).spaces; }

  static std::uint64_t digits(const char* end, unsigned places,
                              unsigned total) noexcept {
    const __m128i packed = _mm_packus_epi32(
        fours(end - 32, last_bytes(places), last_bytes(total)),
        fours(end - 16, last_bytes(places) + 16, last_bytes(total) + 16));
    const __m128i eights = _mm_madd_epi16(packed, _mm_set1_epi32(0x00012710));
    const auto low = static_cast<std::uint64_t>(_mm_extract_epi64(eights, 1));
    const auto high = static_cast<std::uint32_t>(_mm_extract_epi32(eights, 1));
    return high * std::uint64_t{10000000000000000} +
           (low & 0xFFFFFFFF) * std::uint64_t{100000000} + (low >> 32);
  }

  static std::uint64_t few_digits(const char* end, unsigned places,
                                  unsigned total) noexcept {
    const __m128i text =
        _mm_shuffle_epi8(load16(end - 16), load16(without_point(places)));
    const __m128i value = _mm_and_si128(text, load16(last_digits(total) + 16));
    const __m128i pairs = _mm_maddubs_epi16(value, _mm_set1_epi16(0x010A));
    const __m128i fours = _mm_madd_epi16(pairs, _mm_set1_epi32(0x00010064));
    const __m128i eights =
        _mm_madd_epi16(_mm_packus_epi32(fours, fours), _mm_set1_epi32(0x00012710));
    const auto both = static_cast<std::uint64_t>(_mm_cvtsi128_si64(eights));
    return (both & 0xFFFFFFFF) * std::uint64_t{100000000} + (both >> 32);
  }

private:
  static __m128i stoppers(__m128i chunk) noexcept {
    const __m128i outside = _mm_cmplt_epi8(chunk, _mm_set1_epi8(0x20));
    const __m128i quote = _mm_cmpeq_epi8(chunk, _mm_set1_epi8('"'));
    const __m128i slash = _mm_cmpeq_epi8(chunk, _mm_set1_epi8('\\'));
    return _mm_or_si128(outside, _mm_or_si128(quote, slash));
  }
  // And a bit behind the last byte.
  static std::uint32_t escapables(__m128i chunk) noexcept {
    const __m128i control =
        _mm_cmpeq_epi8(_mm_min_epu8(chunk, _mm_set1_epi8(0x1F)), chunk);
    const __m128i quote = _mm_cmpeq_epi8(chunk, _mm_set1_epi8('"'));
    const __m128i slash = _mm_cmpeq_epi8(chunk, _mm_set1_epi8('\\'));
    return bits(_mm_or_si128(control, _mm_or_si128(quote, slash))) | 1U << step;
  }
  static std::uint32_t at_least(__m128i chunk, char least) noexcept {
    const __m128i floor = _mm_set1_epi8(least);
    return bits(_mm_cmpeq_epi8(_mm_max_epu8(chunk, floor), chunk));
  }
  static __m128i load16(const char* p) noexcept {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
  }
  static std::uint32_t bits(__m128i bytes) noexcept {
    return static_cast<std::uint32_t>(_mm_movemask_epi8(bytes));
  }
  static std::uint32_t differences(const char* p, const char* token) noexcept {
    return ~bits(_mm_cmpeq_epi8(load16(p), load16(token))) & 0xFFFF;
  }
  static std::uint32_t not_digits16(const char* p) noexcept {
    const __m128i value = _mm_sub_epi8(load16(p), _mm_set1_epi8('0'));
    const __m128i digit = _mm_cmpeq_epi8(_mm_min_epu8(value, _mm_set1_epi8(9)), value);
    return ~bits(digit) & 0xFFFF;
  }
  static std::uint32_t spaces16(const char* p) noexcept {
    const __m128i chunk = load16(p);
    const __m128i by_nibble =
        _mm_setr_epi8(' ', 0, 0, 0, 0, 0, 0, 0, 0, '\t', '\n', 0, 0, '\r', 0, 0);
    return bits(_mm_cmpeq_epi8(_mm_shuffle_epi8(by_nibble, chunk), chunk));
  }
  static std::uint32_t ends16(const char* p) noexcept {
    const __m128i chunk = load16(p);
    const __m128i by_nibble = _mm_setr_epi8(0x20, -1, -1, -1, -1, -1, -1, -1, -1, 0x29,
                                            0x2A, -1, 0x2C, 0x7D, -1, -1);
    return bits(_mm_cmpeq_epi8(_mm_shuffle_epi8(by_nibble, chunk),
                               _mm_or_si128(chunk, _mm_set1_epi8(0x20))));
  }
  // Four digits to a lane, of 16 bytes at p of which the masks choose.
  static __m128i fours(const char* p, const char* behind_point,
                       const char* inside) noexcept {
    const __m128i text =
        _mm_blendv_epi8(load16(p - 1), load16(p), load16(behind_point));
    const __m128i value =
        _mm_and_si128(_mm_and_si128(text, _mm_set1_epi8(15)), load16(inside));
    const __m128i pairs = _mm_maddubs_epi16(value, _mm_set1_epi16(0x010A));
    return _mm_madd_epi16(pairs, _mm_set1_epi32(0x00010064));
  }
};

} // namespace

} // namespace krait::json::sse42
