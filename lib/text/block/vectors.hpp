// 64 characters in several vectors, for instruction sets without compression.
// SPDX-License-Identifier: Apache-2.0
//
// To be included in an anonymous namespace inside a target region, behind `struct
// bytes`: a vector of `width` characters.

inline std::size_t count_of(mask set) noexcept {
  return static_cast<std::size_t>(__builtin_popcountll(set));
}

class block {
public:
  explicit block(const char* p) noexcept : p_(p) {
    for (std::size_t i = 0; i < parts; ++i)
      part_[i] = bytes::load(p + i * bytes::width);
  }

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
  mask exponent() const noexcept {
    return each([](bytes b) { return (b | bytes::all(0x20)).equal('e'); });
  }
  mask sign() const noexcept { // '+' is 0x2B, '-' is 0x2D
    return each([](bytes b) { return b.equal('+') | b.equal('-'); });
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

  static mask prefix_xor(mask set) noexcept {
    for (int step = 1; step != 64; step *= 2)
      set ^= set << step;
    return set;
  }

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
  void put_kinds(char* to, mask starts) const noexcept {
    for (; starts != 0; starts &= starts - 1)
      *to++ = p_[bits::first(starts)];
  }
  static void put_positions(std::uint32_t* to, mask starts, mask kept,
                            std::uint32_t base) noexcept {
    for (; starts != 0; starts &= starts - 1)
      *to++ = base + static_cast<std::uint32_t>(
                         count_of(kept & bits::below(bits::first(starts))));
  }

private:
  static constexpr std::size_t parts = 64 / bytes::width;

  template <class Test> mask each(Test test) const noexcept {
    mask all = 0;
    for (std::size_t i = 0; i < parts; ++i)
      all |= static_cast<mask>(test(part_[i])) << (i * bytes::width);
    return all;
  }

  const char* p_;
  bytes part_[parts];
};

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
