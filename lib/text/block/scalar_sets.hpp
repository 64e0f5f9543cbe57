// Eight sets of 64 characters at a time, from a table, for who has no vectors.
// SPDX-License-Identifier: Apache-2.0
//
// To be included in an anonymous namespace behind `class block`.

// Byte k of an entry is bit k of what a character is.
using set_table = std::array<std::uint64_t, 256>;

template <class Bits> constexpr set_table make_set_table(Bits bits_of) {
  set_table table{};
  for (unsigned c = 0; c < table.size(); ++c)
    for (unsigned k = 0; k < 8; ++k)
      table[c] |= std::uint64_t{bits_of(static_cast<char>(c)) >> k & 1} << (8 * k);
  return table;
}

// Exchanges the marked bits of b with those `shift` above in a.
inline void exchange(std::uint64_t& a, std::uint64_t& b, int shift,
                     std::uint64_t marked) noexcept {
  const std::uint64_t change = ((a >> shift) ^ b) & marked;
  b ^= change;
  a ^= change << shift;
}

// Set k: the characters of 64 whose entry has byte k.
struct eight_sets {
  mask set[8];

  eight_sets(const char* p, const set_table& table) noexcept {
    // Eight characters make a word, in whose bytes their bits stand in order; of eight
    // words the bytes are exchanged, as rows for columns.
    for (std::size_t i = 0; i < 8; ++i) {
      std::uint64_t word = 0;
      for (std::size_t at = 8; at-- != 0;)
        word = word << 1 | table[static_cast<unsigned char>(p[8 * i + at])];
      set[i] = word;
    }
    for (std::size_t i = 0; i < 4; ++i)
      exchange(set[i], set[i + 4], 32, 0x00000000FFFFFFFF);
    for (const std::size_t i : {0u, 1u, 4u, 5u})
      exchange(set[i], set[i + 2], 16, 0x0000FFFF0000FFFF);
    for (const std::size_t i : {0u, 2u, 4u, 6u})
      exchange(set[i], set[i + 1], 8, 0x00FF00FF00FF00FF);
  }
};

constexpr bool is_opening(char c) noexcept { return c == '{' || c == '['; }
constexpr bool is_closing(char c) noexcept { return c == '}' || c == ']'; }

// What tells numbers apart; kept from one step for the next.
struct saved_sets {
  mask number, one, two, other;
};

// Of any text. Some characters are told by several bits:
//
//   first   `"`   second `\`   third  from 0x80 up
//   number  0 to 9; with other 0, with one `.`, with two a sign, with both an exponent
//   white   space; with one tab and carriage return, with one and other line feed
//   one     an opening bracket, two a closing one, both comma and colon
//   other   control characters besides white space; with one a letter
class text_chars : public block {
  static constexpr set_table table = make_set_table([](char c) {
    constexpr unsigned number = 8, white = 16, one = 32, two = 64, other = 128;
    const bool letter = (static_cast<unsigned char>(c) & 0x40) != 0;
    return c == '"'                 ? 1
           : c == '\\'              ? 2
           : !json::is_ascii(c)     ? 4
           : c == '0'               ? number | other
           : json::is_digit(c)      ? number
           : c == '.'               ? number | one
           : c == '+' || c == '-'   ? number | two
           : c == 'e' || c == 'E'   ? number | one | two
           : c == ' '               ? white
           : c == '\t' || c == '\r' ? white | one
           : c == '\n'              ? white | one | other
           : is_opening(c)          ? one
           : is_closing(c)          ? two
           : c == ',' || c == ':'   ? one | two
           : json::is_control(c)    ? other
           : letter                 ? one | other
                                    : 0;
  });

public:
  explicit text_chars(const char* p) noexcept : block(p), sets_(p, table) {}

  mask equal(char c) const noexcept {
    return c == '"'    ? sets_.set[0]
           : c == '\\' ? sets_.set[1]
           : c == '\n' ? white() & other()
                       : block::equal(c);
  }
  mask space() const noexcept { return white(); }
  mask control() const noexcept {
    return (white() & one()) | (other() & ~(number() | white() | one()));
  }
  mask op() const noexcept { return (one() | two()) & bracket_or_mark(); }
  mask open() const noexcept { return one() & ~two() & bracket_or_mark(); }
  mask close() const noexcept { return two() & ~one() & bracket_or_mark(); }
  mask high() const noexcept { return sets_.set[2]; }

  saved_sets saved() const noexcept { return {number(), one(), two(), other()}; }

private:
  mask number() const noexcept { return sets_.set[3]; }
  mask white() const noexcept { return sets_.set[4]; }
  mask one() const noexcept { return sets_.set[5]; }
  mask two() const noexcept { return sets_.set[6]; }
  mask other() const noexcept { return sets_.set[7]; }
  mask bracket_or_mark() const noexcept { return ~(number() | white() | other()); }

  eight_sets sets_;
};

// Where numbers are.
class number_chars : public block {
public:
  number_chars(const char* p, const saved_sets& sets) noexcept
      : block(p), sets_(sets) {}

  mask equal(char c) const noexcept {
    return c == '0'   ? digit() & sets_.other
           : c == '.' ? sets_.number & sets_.one & ~sets_.two
                      : block::equal(c);
  }
  mask digit() const noexcept { return sets_.number & ~(sets_.one | sets_.two); }
  mask exponent() const noexcept { return sets_.number & sets_.one & sets_.two; }
  mask sign() const noexcept { return sets_.number & sets_.two & ~sets_.one; }
  mask letter() const noexcept {
    return exponent() | (sets_.one & sets_.other & ~sets_.number);
  }

private:
  const saved_sets& sets_;
};

// Of kinds of tokens.
class token_chars : public block {
  static constexpr set_table table = make_set_table([](char c) {
    const bool object = c == '{' || c == '}';
    return unsigned{c == '"'} | unsigned{c == ','} << 1 | unsigned{c == ':'} << 2 |
           unsigned{is_opening(c)} << 3 | unsigned{is_closing(c)} << 4 |
           unsigned{object || c == no_token} << 5 | unsigned{json::is_digit(c)} << 6 |
           unsigned{c == '-'} << 7;
  });

public:
  explicit token_chars(const char* p) noexcept : block(p), sets_(p, table) {}

  mask equal(char c) const noexcept {
    return c == '"'        ? sets_.set[0]
           : c == ','      ? sets_.set[1]
           : c == ':'      ? sets_.set[2]
           : c == '-'      ? sets_.set[7]
           : c == no_token ? sets_.set[5] & ~(open() | close())
                           : block::equal(c);
  }
  mask open() const noexcept { return sets_.set[3]; }
  mask close() const noexcept { return sets_.set[4]; }
  mask of_objects() const noexcept { return sets_.set[5] & (open() | close()); }
  mask digit() const noexcept { return sets_.set[6]; }

private:
  eight_sets sets_;
};
