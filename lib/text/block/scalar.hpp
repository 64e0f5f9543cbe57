// 64 characters, one at a time: what the others are held to.
// SPDX-License-Identifier: Apache-2.0
//
// To be included in an anonymous namespace.

inline std::size_t count_of(mask set) noexcept { return bits::count(set); }

// take(begin, size) for each run of places in a set.
template <class Take> void each_run(mask set, Take take) noexcept {
  for (unsigned begin = 0; set != 0;) {
    const unsigned skipped = bits::first(set);
    set >>= skipped;
    begin += skipped;
    const unsigned size = set == bits::all ? 64 : bits::first(~set);
    take(begin, size);
    set = set >> 1 >> (size - 1);
    begin += size;
  }
}

inline mask squeeze(mask set, mask kept, bool) noexcept {
  mask squeezed = 0;
  unsigned count = 0;
  each_run(kept, [&](unsigned begin, unsigned size) {
    squeezed |= (set >> begin & bits::below(size)) << count;
    count += size;
  });
  return squeezed;
}

inline void copy_step_bytes(char* to, const char* from) noexcept {
  std::memcpy(to, from, copy_step);
}

class block {
public:
  explicit block(const char* p) noexcept : p_(p) {}

  mask equal(char c) const noexcept {
    return each([c](std::uint64_t word) { return unlike(word, c); });
  }
  mask plain_escape() const noexcept {
    return equal('"') | equal('\\') | equal('b') | equal('f') | equal('n') |
           equal('r') | equal('t');
  }
  mask continuation() const noexcept {
    return each([](std::uint64_t word) { return ~word | word << 1; });
  }

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
    each_run(kept, [&](unsigned begin, unsigned size) {
      for (unsigned i = 0; i < size; i += run_step)
        std::memcpy(to + i, p_ + begin + i, run_step);
      to += size;
    });
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
  static constexpr unsigned run_step = 16;
  static constexpr std::uint64_t ones = 0x0101010101010101;
  static constexpr std::uint64_t low_bits = ones * 0x7F;

  // Eight bytes at a time: those whose highest bit `unlike(word)` leaves clear. The
  // highest bits are gathered by a product.
  template <class Unlike> mask each(Unlike unlike) const noexcept {
    mask all = 0;
    for (std::size_t i = 0; i < 64; i += 8) {
      std::uint64_t word;
      std::memcpy(&word, p_ + i, sizeof word);
      const std::uint64_t highest = ~unlike(word) & ones * 0x80;
      all |= ((highest >> 7) * 0x0102040810204080 >> 56) << i;
    }
    return all;
  }
  // A byte differs from c where seven bits carry into the highest one, or that is set.
  static std::uint64_t unlike(std::uint64_t word, char c) noexcept {
    const std::uint64_t rest = word ^ ones * static_cast<unsigned char>(c);
    return ((rest & low_bits) + low_bits) | rest;
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
      std::uint64_t word;
      std::memcpy(&word, at, sizeof word);
      if ((word & 0x8080808080808080) == 0) {
        at += sizeof word;
        continue;
      }
      if ((*at & 0x80) == 0) {
        ++at;
        continue;
      }
      const unsigned length =
          is_of_two(at) ? 2 : json::decode_utf8(at, p + 2 * block_bytes, false).length;
      if (length == 0) {
        wrong_ = true;
        return;
      }
      at += length;
    }
  }
  bool any() const noexcept { return wrong_; }

private:
  // Most characters that are not ASCII.
  static bool is_of_two(const char* p) noexcept {
    return static_cast<unsigned char>(p[0] - 0xC2) < 0xE0 - 0xC2 &&
           (p[1] & 0xC0) == 0x80;
  }

  bool wrong_ = false;
};
