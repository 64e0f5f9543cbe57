// 64 characters, one at a time: what the others are held to.
// SPDX-License-Identifier: Apache-2.0
//
// To be included in an anonymous namespace.

inline std::size_t count_of(mask set) noexcept {
  return static_cast<std::size_t>(std::popcount(set));
}

inline mask squeeze(mask set, mask kept, bool) noexcept {
  mask squeezed = 0;
  for (; set != 0; set &= set - 1)
    squeezed |= mask{1} << count_of(kept & bits::below(bits::first(set)));
  return squeezed;
}

inline void copy_step_bytes(char* to, const char* from) noexcept {
  std::memcpy(to, from, copy_step);
}

class block {
public:
  explicit block(const char* p) noexcept : p_(p) {}

  mask equal(char c) const noexcept {
    // Eight at a time: a byte is zero where its seven low bits carry nothing upwards
    // and its highest bit is clear. The highest bits are then gathered by a product.
    constexpr std::uint64_t ones = 0x0101010101010101;
    constexpr std::uint64_t low = 0x7F7F7F7F7F7F7F7F;
    const std::uint64_t wanted = ones * static_cast<unsigned char>(c);
    mask all = 0;
    for (std::size_t i = 0; i < 64; i += 8) {
      const std::uint64_t word = load(i) ^ wanted;
      const std::uint64_t zero = ~(((word & low) + low) | word | low);
      all |= gather(zero) << i;
    }
    return all;
  }
  mask space() const noexcept {
    return equal(' ') | equal('\n') | equal('\r') | equal('\t');
  }
  mask op() const noexcept { return open() | close() | equal(',') | equal(':'); }
  mask digit() const noexcept {
    mask all = 0;
    for (std::size_t i = 0; i < 64; i += 8) {
      const std::uint64_t word = load(i) ^ 0x3030303030303030;
      const std::uint64_t above =
          ((word & 0x7F7F7F7F7F7F7F7F) + 0x7676767676767676) | word;
      all |= gather(~above & 0x8080808080808080) << i;
    }
    return all;
  }
  mask letter() const noexcept { // and some more that nothing begins with
    mask all = 0;
    for (std::size_t i = 0; i < 64; i += 8)
      all |= gather(load(i) << 1 & 0x8080808080808080) << i;
    return all;
  }
  mask exponent() const noexcept { return equal('e') | equal('E'); }
  mask sign() const noexcept { return equal('+') | equal('-'); }
  mask plain_escape() const noexcept {
    return equal('"') | equal('\\') | equal('b') | equal('f') | equal('n') |
           equal('r') | equal('t');
  }
  mask high() const noexcept {
    mask all = 0;
    for (std::size_t i = 0; i < 64; i += 8)
      all |= gather(load(i) & 0x8080808080808080) << i;
    return all;
  }
  mask control() const noexcept {
    mask all = 0;
    for (std::size_t i = 0; i < 64; i += 8) {
      const std::uint64_t word = load(i);
      const std::uint64_t above =
          ((word & 0x7F7F7F7F7F7F7F7F) + 0x6060606060606060) | word;
      all |= gather(~above & 0x8080808080808080) << i;
    }
    return all;
  }
  mask continuation() const noexcept {
    mask all = 0;
    for (std::size_t i = 0; i < 64; i += 8) {
      const std::uint64_t word = load(i);
      all |= gather(word & ~(word << 1) & 0x8080808080808080) << i;
    }
    return all;
  }
  mask open() const noexcept { return equal('{') | equal('['); }
  mask close() const noexcept { return equal('}') | equal(']'); }
  mask of_objects() const noexcept { return equal('{') | equal('}'); }

  static mask prefix_xor(mask set) noexcept {
    for (int step = 1; step != 64; step *= 2)
      set ^= set << step;
    return set;
  }

  void put(char* to, mask kept) const noexcept {
    if (kept == bits::all) {
      std::memcpy(to, p_, 64);
      return;
    }
    for (std::size_t i = 0; i < 64; ++i) {
      *to = p_[i];
      to += kept >> i & 1;
    }
  }
  void put_tokens(char* kinds, std::uint32_t* begins, mask starts,
                  std::uint32_t base) const noexcept {
    for (; starts != 0; starts &= starts - 1) {
      const unsigned place = bits::first(starts);
      *kinds++ = p_[place];
      *begins++ = base + place;
    }
  }

private:
  std::uint64_t load(std::size_t at) const noexcept {
    std::uint64_t word;
    std::memcpy(&word, p_ + at, sizeof word);
    return word;
  }
  // Bit i: the highest bit of byte i; others must be clear.
  static mask gather(std::uint64_t highest) noexcept {
    return (highest >> 7) * 0x0102040810204080 >> 56;
  }

  const char* p_;
};

class utf8_errors {
public:
  void check(const char* p) noexcept {
    const char* at = p;
    for (int back = 1; back <= 3; ++back)
      if ((p[-back] & 0xC0) != 0x80) {
        at = p - back;
        break;
      }
    // A run of three continuations belongs to a lead that was seen before.
    if (at == p && (p[-1] & 0x80) != 0)
      at = p - 4;
    while (at < p + block_bytes) {
      const unsigned length = json::decode_utf8(at, p + 2 * block_bytes, false).length;
      if (length == 0) {
        wrong_ = true;
        return;
      }
      at += length;
    }
  }
  bool any() const noexcept { return wrong_; }

private:
  bool wrong_ = false;
};
