// 64 characters in several vectors, for instruction sets without compression.
// SPDX-License-Identifier: Apache-2.0
//
// To be included in an anonymous namespace inside a target region, behind `struct
// bytes`: a vector of `width` characters.

inline std::size_t count_of(mask set) noexcept {
  return static_cast<std::size_t>(__builtin_popcountll(set));
}

// The bits at the places of `kept` move together; those of `set` are among them.
inline mask squeeze_slowly(mask set, mask kept) noexcept {
  mask squeezed = 0;
  for (; set != 0; set &= set - 1)
    squeezed |= mask{1} << count_of(kept & bits::below(bits::first(set)));
  return squeezed;
}

inline void copy_step_bytes(char* to, const char* from) noexcept {
  for (std::size_t i = 0; i < copy_step; i += bytes::width)
    bytes::load(from + i).store(to + i);
}

struct saved_sets {}; // each is made again where it is wanted

class block {
public:
  explicit block(const char* p) noexcept : p_(p) {
    for (std::size_t i = 0; i < parts; ++i)
      part_[i] = bytes::load(p + i * bytes::width);
  }

  block(const char* p, saved_sets) noexcept : block(p) {}
  static saved_sets saved() noexcept { return {}; }

  mask equal(char c) const noexcept {
    return each([c](bytes b) { return b.equal(c); });
  }
  mask space() const noexcept {
    return each(
        [](bytes b) { return b.equal(b.look_up(" \0\0\0\0\0\0\0\0\t\n\0\0\r\0\0")); });
  }
  // Besides those characters 0x0C and 0x1A, which are errors outside strings anyway.
  mask op() const noexcept {
    return each([](bytes b) {
      return (b | bytes::all(0x20)).equal(b.look_up("\0\0\0\0\0\0\0\0\0\0:{,}\0\0"));
    });
  }
  mask digit() const noexcept {
    return each([](bytes b) { return b.between('0', 9); });
  }
  mask letter() const noexcept { // and some more that nothing begins with
    return each([](bytes b) { return b.bit_six(); });
  }
  mask exponent() const noexcept {
    return each([](bytes b) { return (b | bytes::all(0x20)).equal('e'); });
  }
  mask sign() const noexcept {
    return each([](bytes b) { return b.either('+', '-'); });
  }
  mask plain_escape() const noexcept {
    return equal('"') | equal('\\') | equal('b') | equal('f') | equal('n') |
           equal('r') | equal('t');
  }
  mask high() const noexcept {
    return each([](bytes b) { return b.high(); });
  }
  mask control() const noexcept {
    return each([](bytes b) { return b.between(0, 0x1F); });
  }
  mask continuation() const noexcept {
    return each([](bytes b) { return b.between(char(0x80), 0x3F); });
  }
  mask open() const noexcept {
    return each([](bytes b) { return (b | bytes::all(0x20)).equal(0x7B); });
  }
  mask close() const noexcept {
    return each([](bytes b) { return (b | bytes::all(0x20)).equal(0x7D); });
  }
  mask of_objects() const noexcept { return equal('{') | equal('}'); }

  static mask prefix_xor(mask set) noexcept { return bytes::prefix_xor(set); }

  void put(char* to, mask kept) const noexcept {
    if (kept == bits::all) {
      for (std::size_t i = 0; i < parts; ++i)
        part_[i].store(to + i * bytes::width);
      return;
    }
    for (std::size_t i = 0; i < 64; i += 8) {
      const std::size_t set = kept >> i & 0xFF;
      put_eight(to, p_ + i, compaction.row[set].data());
      to += count_of(set);
    }
  }
  // The kinds of tokens that begin here, and their places; those of the block begin
  // with `base`.
  void put_tokens(char* kinds, std::uint32_t* begins, mask starts,
                  std::uint32_t base) const noexcept {
    if (count_of(starts) <= few) {
      put_few_tokens(kinds, begins, starts, base);
      return;
    }
    // Eight characters at a time: no branch depends on how many tokens there are.
    for (std::size_t i = 0; i < 64; i += 8) {
      const std::size_t set = starts >> i & 0xFF;
      const std::uint8_t* const places = compaction.row[set].data();
      put_eight(kinds, p_ + i, places);
      put_eight_places(begins, places, base + static_cast<std::uint32_t>(i));
      kinds += count_of(set);
      begins += count_of(set);
    }
  }

private:
  static constexpr std::size_t parts = 64 / bytes::width;
  static constexpr std::size_t few = 4; // tokens

  // As many each time, so that nobody has to guess how many there are.
  void put_few_tokens(char* kinds, std::uint32_t* begins, mask starts,
                      std::uint32_t base) const noexcept {
    for (std::size_t i = 0; i < few; ++i) {
      const unsigned place = bits::first(starts);
      kinds[i] = p_[place];
      begins[i] = base + place;
      starts &= starts - 1;
    }
  }

  template <class Test> mask each(Test test) const noexcept {
    mask all = 0;
    for (std::size_t i = 0; i < parts; ++i)
      all |= static_cast<mask>(test(part_[i])) << (i * bytes::width);
    return all;
  }

  const char* p_;
  bytes part_[parts];
};

// What each step asks of its characters: with vectors each set is made when wanted.
using text_chars = block;
using number_chars = block;
using token_chars = block;

// J. Keiser and D. Lemire, "Validating UTF-8 In Less Than One Instruction Per Byte"
// (2021): three lookups by nibbles say which pairs of bytes are wrong.
class utf8_errors {
public:
  utf8_errors() noexcept : errors_(bytes::all(0)) {}
  void check(const char* p) noexcept {
    for (std::size_t i = 0; i < 64; i += bytes::width)
      check_part(p + i);
  }
  bool any() const noexcept { return errors_.any(); }

private:
  void check_part(const char* p) noexcept {
    const bytes here = bytes::load(p);
    const bytes before = bytes::load(p - 1);
    const bytes special = before.high_nibbles()
                              .in(utf8_table::first_high)&before.low_nibbles()
                              .in(utf8_table::first_low)&here.high_nibbles()
                              .in(utf8_table::second_high);
    const bytes must_continue = (bytes::load(p - 2).less(char(0xE0 - 0x80)) |
                                 bytes::load(p - 3).less(char(0xF0 - 0x80))) &
                                bytes::all(char(0x80));
    errors_ = errors_ | (must_continue ^ special);
  }

  bytes errors_;
};
