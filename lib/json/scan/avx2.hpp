// What a JSON reader asks of the next bytes, with AVX2.
// SPDX-License-Identifier: Apache-2.0
//
// To be included inside a target region of its instruction set, after <immintrin.h>.
#pragma once

#include <cstddef>
#include <cstdint>

#include "json/scan/byte_masks.hpp"

namespace krait::json::avx2 {

namespace {

struct scan {
  static constexpr bool has_vectors = true;
  static constexpr std::size_t step = 32; // bytes that most of these look at
  using stops = std::uint32_t;

  // Bytes that end a run of plain ASCII in a string: a quotation mark, a reverse
  // solidus, control characters and everything from 0x80 up.
  static stops string_stops(const char* p) noexcept {
    return bits(stoppers(load32(p)));
  }
  // The same for quotation marks alone.
  static stops quotes(const char* p) noexcept {
    return bits(_mm256_cmpeq_epi8(load32(p), _mm256_set1_epi8('"')));
  }
  // Whether none of the next `stride` bytes stops.
  static constexpr std::size_t stride = 128;
  static bool is_plain(const char* p) noexcept {
    __m256i found = stoppers(load32(p));
    for (std::size_t at = step; at != stride; at += step)
      found = _mm256_or_si256(found, stoppers(load32(p + at)));
    return bits(found) == 0;
  }
  static std::size_t first(stops found) noexcept {
    return static_cast<std::size_t>(__builtin_ctz(found));
  }

  // Whether p begins with the `length` <= 64 bytes of `token`; reads 64 of both.
  static bool matches(const char* p, const char* token, unsigned length) noexcept {
    const std::uint64_t low = bits(_mm256_cmpeq_epi8(load32(p), load32(token)));
    if (length <= 32)
      return _bzhi_u64(~low, length) == 0;
    const std::uint64_t high =
        bits(_mm256_cmpeq_epi8(load32(p + 32), load32(token + 32)));
    return _bzhi_u64(~(low | high << 32), length) == 0;
  }

  // Exactly n bytes are written; up to 32 are read.
  static void copy(char* to, const char* from, std::size_t n) noexcept {
    copy_exactly<32>(to, from, n);
  }

  // How many of the next `step` bytes come before the first that no string holds
  // verbatim or that ends it; adds what they hold to `run`.
  static std::size_t measure(const char* p, utf8_run& run) noexcept {
    const __m256i chunk = load32(p);
    const std::uint32_t found = escapables(chunk);
    // The bits below the first that is set; all, where none is.
    const std::uint32_t inside = (found - 1) & ~found;
    const std::uint32_t starts =
        bits(_mm256_cmpgt_epi8(chunk, _mm256_set1_epi8(char(0xBF))));
    run.code_points += static_cast<std::size_t>(_mm_popcnt_u32(starts & inside));
    run.beyond_latin1 |= (at_least(chunk, char(0xC4)) & inside) != 0;
    run.beyond_bmp |= (at_least(chunk, char(0xF0)) & inside) != 0;
    return _tzcnt_u32(found);
  }

  // Copies the next `step` bytes; returns how many of them come before the first that
  // no string holds verbatim or that ends it. Sets `other` if one of those is not
  // ASCII.
  static std::size_t copy_plain(char* to, const char* p, bool& other) noexcept {
    const __m256i chunk = load32(p);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), chunk);
    const std::uint32_t found = escapables(chunk);
    other |= (bits(chunk) & (found - 1) & ~found) != 0;
    return _tzcnt_u32(found);
  }

  // Widens the next `step` bytes; returns how many of them come before the first at
  // which string_stops() stops.
  static std::size_t widen_plain(std::uint32_t* to, const char* p) noexcept {
    for (std::size_t i = 0; i < step; i += 8)
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + i),
                          _mm256_cvtepu8_epi32(_mm_loadl_epi64(
                              reinterpret_cast<const __m128i*>(p + i))));
    return _tzcnt_u32(string_stops(p));
  }

  // Writes the low halves of n code points, exactly.
  static void narrow(std::uint16_t* to, const std::uint32_t* from,
                     std::size_t n) noexcept {
    std::size_t i = 0;
    for (; n - i >= 16; i += 16) {
      const __m256i mask = _mm256_set1_epi32(0xFFFF);
      const auto* const chunk = reinterpret_cast<const char*>(from + i);
      const __m256i packed =
          _mm256_packus_epi32(_mm256_and_si256(load32(chunk), mask),
                              _mm256_and_si256(load32(chunk + 32), mask));
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + i),
                          _mm256_permute4x64_epi64(packed, 0xD8));
    }
    for (; i < n; ++i)
      to[i] = static_cast<std::uint16_t>(from[i]);
  }

  // How many of the next 32 bytes are white space before the first that is not.
  static std::size_t leading_space(const char* p) noexcept {
    return _tzcnt_u32(~spaces32(p));
  }

  // Of the next 32 bytes, those that are no digits.
  static std::uint32_t not_digits32(const char* p) noexcept {
    const __m256i value = _mm256_sub_epi8(load32(p), _mm256_set1_epi8('0'));
    const __m256i digit =
        _mm256_cmpeq_epi8(_mm256_min_epu8(value, _mm256_set1_epi8(9)), value);
    return ~bits(digit);
  }

  static constexpr std::size_t block = 64; // of numbers()
  struct number_bits {
    std::uint64_t ends; // `,` `]` `}`, space, tab, newline; 0, `)`, `*` and 0x0C, too
    std::uint64_t not_digits;
    std::uint64_t spaces; // white space alone
  };
  // Of the next 64 bytes.
  static number_bits numbers(const char* p) noexcept {
    return {ends32(p) | std::uint64_t{ends32(p + 32)} << 32,
            not_digits32(p) | std::uint64_t{not_digits32(p + 32)} << 32,
            spaces32(p) | std::uint64_t{spaces32(p + 32)} << 32};
  }

  // Of the next 64 bytes, what rows of plain numbers consist of.
  static constexpr bool has_row_marks = true;
  static row_marks marks(const char* p) noexcept {
    static constexpr char wanted[] = {',', '-', '.', '0'};
    const char* each = wanted;
    // Or else GCC makes every constant anew, byte by byte by way of a register.
    asm("" : "+r"(each));
    row_marks found{};
    for (int at = 0; at != 64; at += 32) {
      const __m256i chunk = load32(p + at);
      const auto put = [&](std::uint64_t& to, __m256i bytes) {
        to |= std::uint64_t{bits(bytes)} << at;
      };
      const auto equal = [&](char c) {
        return _mm256_cmpeq_epi8(chunk, _mm256_set1_epi8(c));
      };
      // What may stand in a row is what the table holds at its own low four bits.
      const __m256i by_nibble = _mm256_broadcastsi128_si256(_mm_setr_epi8(
          '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 0, 0, ',', '-', '.', 0));
      put(found.known, _mm256_cmpeq_epi8(_mm256_shuffle_epi8(by_nibble, chunk), chunk));
      put(found.commas, equal(each[0]));
      put(found.minuses, equal(each[1]));
      put(found.points, equal(each[2]));
      put(found.zeros, equal(each[3]));
    }
    return found;
  }
  // White space among the next 64 bytes.
  static std::uint64_t spaces(const char* p) noexcept {
    return spaces32(p) | std::uint64_t{spaces32(p + 32)} << 32;
  }

  // The `total` <= 19 digits of a decimal that ends before `end`, `places` >= 1 of them
  // behind the point; for an integer, `places` == `total`. Reads 33 bytes before `end`.
  static std::uint64_t digits(const char* end, unsigned places,
                              unsigned total) noexcept {
    const __m256i text = _mm256_blendv_epi8(load32(end - 33), load32(end - 32),
                                            load32(last_bytes(places)));
    const __m256i value = _mm256_and_si256(text, load32(last_digits(total)));
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

  // The same for a text of at most 16 bytes; reads 16 before `end`.
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
  static __m256i stoppers(__m256i chunk) noexcept {
    // Signed, so that 0x80 and up count as below.
    const __m256i outside = _mm256_cmpgt_epi8(_mm256_set1_epi8(0x20), chunk);
    const __m256i quote = _mm256_cmpeq_epi8(chunk, _mm256_set1_epi8('"'));
    const __m256i slash = _mm256_cmpeq_epi8(chunk, _mm256_set1_epi8('\\'));
    return _mm256_or_si256(outside, _mm256_or_si256(quote, slash));
  }
  static __m128i load16(const char* p) noexcept {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
  }
  static std::uint32_t escapables(__m256i chunk) noexcept {
    const __m256i control =
        _mm256_cmpeq_epi8(_mm256_min_epu8(chunk, _mm256_set1_epi8(0x1F)), chunk);
    const __m256i quote = _mm256_cmpeq_epi8(chunk, _mm256_set1_epi8('"'));
    const __m256i slash = _mm256_cmpeq_epi8(chunk, _mm256_set1_epi8('\\'));
    return bits(_mm256_or_si256(control, _mm256_or_si256(quote, slash)));
  }
  static std::uint32_t at_least(__m256i chunk, char least) noexcept {
    const __m256i floor = _mm256_set1_epi8(least);
    return bits(_mm256_cmpeq_epi8(_mm256_max_epu8(chunk, floor), chunk));
  }
  static __m256i load32(const char* p) noexcept {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
  }
  static std::uint32_t bits(__m256i bytes) noexcept {
    return static_cast<std::uint32_t>(_mm256_movemask_epi8(bytes));
  }
  // White space is what the table holds at its own low four bits.
  static std::uint32_t spaces32(const char* p) noexcept {
    const __m256i chunk = load32(p);
    const __m256i by_nibble = _mm256_broadcastsi128_si256(
        _mm_setr_epi8(' ', 0, 0, 0, 0, 0, 0, 0, 0, '\t', '\n', 0, 0, '\r', 0, 0));
    return bits(_mm256_cmpeq_epi8(_mm256_shuffle_epi8(by_nibble, chunk), chunk));
  }
  static std::uint32_t ends32(const char* p) noexcept {
    const __m256i chunk = load32(p);
    const __m256i by_nibble = _mm256_broadcastsi128_si256(_mm_setr_epi8(
        0x20, -1, -1, -1, -1, -1, -1, -1, -1, 0x29, 0x2A, -1, 0x2C, 0x7D, -1, -1));
    return bits(_mm256_cmpeq_epi8(_mm256_shuffle_epi8(by_nibble, chunk),
                                  _mm256_or_si256(chunk, _mm256_set1_epi8(0x20))));
  }
};

} // namespace

} // namespace krait::json::avx2
