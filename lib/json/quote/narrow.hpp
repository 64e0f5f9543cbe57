// ASCII text into JSON strings by 16 bytes, for the sets without masked loads.
// avx512.hpp says what each function means.
// SPDX-License-Identifier: Apache-2.0
//
// Included inside a namespace and a target region, which it takes; no include guard.

struct narrow_quoting {
  static constexpr std::size_t longest = 32;
  static constexpr std::size_t slack = 32;

  template <bool NotDel>
  [[gnu::always_inline]] static bool copy_short(char* to, const char* from,
                                                std::size_t n) noexcept {
    // What ends with the text lies inside its object, however short the text is.
    const __m128i last = load16(from + n - 16);
    const std::uint32_t found = escapable<NotDel>(last);
    if (n > 16) {
      const __m128i first = load16(from);
      store16(to, first);
      store16(to + n - 16, last);
      return (found | escapable<NotDel>(first)) == 0;
    }
    store16(to, last_bytes(last, n));
    return found >> (16 - n) == 0;
  }

  template <bool NotDel>
  static char* copy_alone(char* to, const char* from, std::size_t n) noexcept {
    const __m128i chunk = simd::load_short(from, n);
    store16(to, chunk);
    if ((escapable<NotDel>(chunk) & ((1U << n) - 1)) == 0) [[likely]]
      return to + n;
    char roomy[32] = {};
    store16(roomy + 16, chunk);
    return copy_last<NotDel>(to, roomy + 16, n);
  }

  template <bool NotDel>
  static char* copy(char* to, const char* from, std::size_t n) noexcept {
    if (n < 16)
      return copy_last<NotDel>(to, from, n);
    while (n > 16) {
      if (!copy_chunk<NotDel>(to, from)) [[unlikely]]
        return copy_escapes<NotDel>(to, from, n);
      to += 16;
      from += 16;
      n -= 16;
    }
    // The last 16 bytes: some were copied before, as they are.
    if (!copy_chunk<NotDel>(to + n - 16, from + n - 16)) [[unlikely]]
      return copy_escapes<NotDel>(to, from, n);
    return to + n;
  }

protected:
  template <bool NotDel>
  [[gnu::noinline]] static char* copy_escapes(char* to, const char* from,
                                              std::size_t n) noexcept {
    while (n >= 16) {
      const __m128i chunk = load16(from);
      const std::uint32_t found = escapable<NotDel>(chunk);
      store16(to, chunk);
      if (found == 0) [[likely]] {
        to += 16;
        from += 16;
        n -= 16;
        continue;
      }
      pass_escape(to, from, n, found);
    }
    return copy_last<NotDel>(to, from, n);
  }
  // 16 bytes; whether none needs an escape.
  template <bool NotDel> static bool copy_chunk(char* to, const char* from) noexcept {
    const __m128i chunk = load16(from);
    store16(to, chunk);
    return escapable<NotDel>(chunk) == 0;
  }

  // Past the first character that is `found`, behind what was copied before it; returns
  // how much that was.
  [[gnu::always_inline]] static std::size_t pass_escape(char*& to, const char*& from,
                                                        std::size_t& n,
                                                        std::uint32_t found) noexcept {
    const auto plain = static_cast<std::size_t>(__builtin_ctz(found));
    to = quotes::write_escape(to + plain, static_cast<unsigned char>(from[plain]));
    from += plain + 1;
    n -= plain + 1;
    return plain;
  }

  static __m128i load16(const char* p) noexcept {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
  }
  static void store16(char* p, __m128i chunk) noexcept {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(p), chunk);
  }
  // The last n <= 16 bytes of the vector in front, zeros behind them.
  static __m128i last_bytes(__m128i vector, std::size_t n) noexcept {
    alignas(64) static constexpr signed char places[32] = {
        0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
        -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};
    return _mm_shuffle_epi8(vector,
                            load16(reinterpret_cast<const char*>(places) + 16 - n));
  }

  static __m128i lanes(const std::array<std::uint8_t, 32>& of) noexcept {
    return _mm_load_si128(reinterpret_cast<const __m128i*>(of.data()));
  }
  // A bit for each byte that needs an escape.
  template <bool NotDel>
  [[gnu::always_inline]] static std::uint32_t escapable(__m128i chunk) noexcept {
    const quotes::comparands& with = quotes::comparands_32;
    const __m128i flipped = _mm_xor_si128(chunk, lanes(with.flip));
    const __m128i low =
        _mm_cmpeq_epi8(_mm_min_epu8(flipped, lanes(with.last)), flipped);
    __m128i found = _mm_or_si128(low, _mm_cmpeq_epi8(chunk, lanes(with.solidus)));
    if constexpr (NotDel)
      found = _mm_or_si128(found, _mm_cmpeq_epi8(chunk, lanes(with.del)));
    return static_cast<std::uint32_t>(_mm_movemask_epi8(found));
  }

  // n < 16 bytes, the end of the text: what stands before them is readable.
  template <bool NotDel>
  static char* copy_last(char* to, const char* from, std::size_t n) noexcept {
    const __m128i last = load16(from + n - 16);
    std::uint32_t found = escapable<NotDel>(last) >> (16 - n);
    store16(to, last_bytes(last, n));
    while (found != 0) {
      found = found >> pass_escape(to, from, n, found) >> 1;
      store16(to, last_bytes(last, n));
    }
    return to + n;
  }
};
