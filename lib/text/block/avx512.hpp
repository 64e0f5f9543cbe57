// 64 characters in one vector of AVX-512.
// SPDX-License-Identifier: Apache-2.0
//
// To be included in an anonymous namespace inside a target region of its instruction
// set.

inline std::size_t count_of(mask set) noexcept {
  return static_cast<std::size_t>(_mm_popcnt_u64(set));
}

// The bits at the places of `kept` move together; those of `set` are among them.
inline mask squeeze(mask set, mask kept, bool) noexcept { return _pext_u64(set, kept); }

inline void copy_step_bytes(char* to, const char* from) noexcept {
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(to),
                      _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from)));
}

// What a character below 0x80 may be.
enum character : std::uint8_t {
  is_white = 1,
  is_op = 2,
  is_digit = 4,
  is_exponent = 8,
  is_sign = 16,
  is_plain_escape = 32, // behind a reverse solidus, in its canonical form
};

struct character_table {
  alignas(64) std::uint8_t of[128] = {};

  constexpr character_table() {
    const auto mark = [this](std::string_view set, character what) {
      for (const char c : set)
        of[static_cast<std::size_t>(c)] |= what;
    };
    mark(" \t\n\r", is_white);
    mark("{}[],:", is_op);
    mark("0123456789", is_digit);
    mark("eE", is_exponent);
    mark("+-", is_sign);
    mark("\"\\bfnrt", is_plain_escape);
  }
};
constexpr character_table characters;

struct counting_lanes {
  alignas(64) std::uint8_t lane[64] = {};

  constexpr counting_lanes() {
    for (std::size_t i = 0; i < 64; ++i)
      lane[i] = static_cast<std::uint8_t>(i);
  }
};
constexpr counting_lanes counted;

struct saved_sets {}; // each is made again where it is wanted

class block {
public:
  explicit block(const char* p) noexcept
      : bytes_(_mm512_loadu_si512(p)),
        high_(_mm512_movepi8_mask(bytes_)),
        what_(_mm512_maskz_permutex2var_epi8(~high_, _mm512_load_si512(characters.of),
                                             bytes_,
                                             _mm512_load_si512(characters.of + 64))) {}

  block(const char* p, saved_sets) noexcept : block(p) {}
  static saved_sets saved() noexcept { return {}; }

  mask equal(char c) const noexcept {
    return _mm512_cmpeq_epi8_mask(bytes_, _mm512_set1_epi8(c));
  }
  mask space() const noexcept { return has(is_white); }
  mask op() const noexcept { return has(is_op); }
  mask digit() const noexcept { return has(is_digit); }
  mask letter() const noexcept { // and some more that nothing begins with
    return _mm512_test_epi8_mask(bytes_, _mm512_set1_epi8(0x40));
  }
  mask exponent() const noexcept { return has(is_exponent); }
  mask sign() const noexcept { return has(is_sign); }
  mask plain_escape() const noexcept { return has(is_plain_escape); }
  mask high() const noexcept { return high_; }
  mask control() const noexcept {
    return _mm512_cmplt_epu8_mask(bytes_, _mm512_set1_epi8(0x20));
  }
  mask continuation() const noexcept { // among those from 0x80 up
    return _mm512_cmplt_epi8_mask(bytes_, _mm512_set1_epi8(char(0xC0)));
  }
  // Brackets, among structural characters.
  mask open() const noexcept { return lower_equal(0x7B); }
  mask close() const noexcept { return lower_equal(0x7D); }
  mask of_objects() const noexcept {
    return _mm512_test_epi8_mask(bytes_, _mm512_set1_epi8(0x20));
  }

  // Bit i: whether an odd number of bits up to i is set.
  static mask prefix_xor(mask set) noexcept {
    const __m128i all = _mm_set1_epi8(-1);
    return static_cast<mask>(_mm_cvtsi128_si64(
        _mm_clmulepi64_si128(_mm_cvtsi64_si128(static_cast<long long>(set)), all, 0)));
  }

  // Compressed in a register and stored whole: straight to memory is slow on Zen 4.
  void put(char* to, mask kept) const noexcept {
    _mm512_storeu_si512(to, _mm512_maskz_compress_epi8(kept, bytes_));
  }
  void put_tokens(char* kinds, std::uint32_t* begins, mask starts,
                  std::uint32_t base) const noexcept {
    put(kinds, starts);
    put_positions(begins, starts, base);
  }

private:
  static void put_positions(std::uint32_t* to, mask starts,
                            std::uint32_t base) noexcept {
    const __m512i places =
        _mm512_maskz_compress_epi8(starts, _mm512_load_si512(counted.lane));
    const __m512i bases = _mm512_set1_epi32(static_cast<int>(base));
    put_sixteen(to, _mm512_maskz_extracti32x4_epi32(15, places, 0), bases);
    put_sixteen(to + 16, _mm512_maskz_extracti32x4_epi32(15, places, 1), bases);
    if (count_of(starts) > 32) [[unlikely]] {
      put_sixteen(to + 32, _mm512_maskz_extracti32x4_epi32(15, places, 2), bases);
      put_sixteen(to + 48, _mm512_maskz_extracti32x4_epi32(15, places, 3), bases);
    }
  }
  static void put_sixteen(std::uint32_t* to, __m128i places, __m512i bases) noexcept {
    _mm512_storeu_si512(
        to, _mm512_add_epi32(bases, _mm512_maskz_cvtepu8_epi32(0xFFFF, places)));
  }
  mask has(character what) const noexcept {
    return _mm512_test_epi8_mask(what_, _mm512_set1_epi8(static_cast<char>(what)));
  }
  mask lower_equal(char c) const noexcept {
    const __m512i lower = _mm512_or_si512(bytes_, _mm512_set1_epi8(0x20));
    return _mm512_cmpeq_epi8_mask(lower, _mm512_set1_epi8(c));
  }

  __m512i bytes_;
  mask high_;
  __m512i what_;
};

// What each step asks of its characters: with vectors each set is made when wanted.
using text_chars = block;
using number_chars = block;
using token_chars = block;

// J. Keiser and D. Lemire, "Validating UTF-8 In Less Than One Instruction Per Byte"
// (2021): three lookups by nibbles say which pairs of bytes are wrong.
class utf8_errors {
public:
  utf8_errors() noexcept : errors_(_mm512_setzero_si512()) {}
  void check(const char* p) noexcept {
    const __m512i bytes = _mm512_loadu_si512(p);
    const __m512i before = _mm512_loadu_si512(p - 1);
    const __m512i low = _mm512_set1_epi8(15);
    const __m512i special = _mm512_and_si512(
        _mm512_and_si512(look_up(utf8_table::first_high, high_nibbles(before)),
                         look_up(utf8_table::first_low, _mm512_and_si512(before, low))),
        look_up(utf8_table::second_high, high_nibbles(bytes)));
    const __m512i third = _mm512_subs_epu8(_mm512_loadu_si512(p - 2),
                                           _mm512_set1_epi8(char(0xE0 - 0x80)));
    const __m512i fourth = _mm512_subs_epu8(_mm512_loadu_si512(p - 3),
                                            _mm512_set1_epi8(char(0xF0 - 0x80)));
    const __m512i must_continue =
        _mm512_and_si512(_mm512_or_si512(third, fourth), _mm512_set1_epi8(char(0x80)));
    errors_ = _mm512_or_si512(errors_, _mm512_xor_si512(must_continue, special));
  }
  bool any() const noexcept { return _mm512_test_epi8_mask(errors_, errors_) != 0; }

private:
  static __m512i high_nibbles(__m512i bytes) noexcept {
    return _mm512_and_si512(_mm512_srli_epi16(bytes, 4), _mm512_set1_epi8(15));
  }
  static __m512i look_up(const std::uint8_t* table, __m512i nibbles) noexcept {
    const __m128i once = _mm_loadu_si128(reinterpret_cast<const __m128i*>(table));
    return _mm512_shuffle_epi8(_mm512_maskz_broadcast_i32x4(0xFFFF, once), nibbles);
  }

  __m512i errors_;
};
