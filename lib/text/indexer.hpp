// Stage 1, for each instruction set: 64 characters at a time, all of them alike.
// SPDX-License-Identifier: Apache-2.0
//
// To be included in an anonymous namespace behind `struct block`, which answers which
// of 64 characters are what. No branch here depends on a single character of ordinary
// data. After G. Langdale and D. Lemire, "Parsing Gigabytes of JSON per Second" (2019),
// from whom quotes, escapes and strings are; compaction and numbers are ours.

// Behind each odd run of backslashes stands an escaped character.
inline mask find_escaped(mask backslash, mask& carry) noexcept {
  constexpr mask odd = 0xAAAAAAAAAAAAAAAA;
  const mask starts = backslash & ~carry;
  const mask runs = (((starts << 1) | odd) - starts) ^ odd;
  const mask escaped = runs ^ (backslash | carry);
  carry = (runs & backslash) >> 63;
  return escaped;
}

struct number_verdict {
  mask bad;     // something is wrong in a number, or right behind it
  mask suspect; // right behind a number that may have to be rewritten
};

// The characters of 64 that belong to numbers, by what they are.
struct number_parts {
  mask number, digit, point, exponent, sign, zero, first;
};

// As repr() writes it: no zero at the end but in "x.0", not below 1e-4, 15 digits at
// most, as more may not be the shortest. Tells the ends of fractions that may be
// otherwise: behind them is a non-digit.
inline mask not_canonical(const index_state& s, const number_parts& n,
                          mask ends) noexcept {
  using bits::behind;
  const mask two = n.number & behind(n.number, s.number);
  const mask two_before = s.number & s.number << 1;
  const mask four = two & bits::two_behind(two, two_before);
  const mask four_before = two_before & two_before << 2;
  const mask eight = four & (four << 4 | four_before >> 60);
  const mask eight_before = four_before & four_before << 4;
  const mask sixteen = eight & (eight << 8 | eight_before >> 56);
  const mask sixteen_before = eight_before & eight_before << 8;
  // 17 characters stand before such a place.
  const mask longer =
      behind(sixteen, sixteen_before) & bits::two_behind(sixteen, sixteen_before);
  const mask useless_zero =
      behind(n.zero, s.zero) & ~bits::two_behind(n.point, s.point);
  const mask one = behind(n.point, s.point) & n.zero;
  const mask one_before = s.point << 1 & s.zero;
  const mask two_zeros = behind(one, one_before) & n.zero;
  const mask two_zeros_before = one_before << 1 & s.zero;
  const mask three_zeros = behind(two_zeros, two_zeros_before) & n.zero;
  const mask three_zeros_before = two_zeros_before << 1 & s.zero;
  const mask tiny = (three_zeros | three_zeros_before) != 0 ? bits::all : 0;
  return ends & (useless_zero | longer | tiny);
}

// number = "-"? ("0" | [1-9] digits) ("." digits)? ([eE] [+-]? digits)?
// Neighbours are compared by shifts; that there is one point and one exponent, in that
// order, follows from where the runs of digits behind them end.
inline number_verdict check_fractions(index_state& s, const block& chars,
                                      const number_parts& n, mask& leading_zero,
                                      bool only_ranges) noexcept {
  using bits::behind;
  const mask first_sign = n.first & n.sign;
  const mask behind_first_sign = first_sign << 1 | s.first_sign;
  const mask minus_zero = behind_first_sign & n.zero;
  number_verdict found = {n.number & ~(n.digit | n.point | n.exponent | n.sign), 0};
  leading_zero |= minus_zero;
  found.bad |= (n.point | n.exponent) & ~behind(n.digit, s.digit);
  found.bad |= (behind(n.point, s.point) | behind(n.sign, s.sign)) & ~n.digit;
  found.suspect |= (minus_zero << 1 | s.minus_zero) & ~(n.point | n.exponent);
  if (only_ranges)
    found.suspect = 0;
  const mask fraction = behind(n.point, s.point) & n.digit;
  const mask fraction_end = bits::add(n.digit, fraction, s.fraction_run) & ~n.digit;
  found.bad |= fraction_end & n.point;
  if (n.sign != 0)
    found.bad |= n.first & chars.equal('+');
  const mask other_sign = n.sign & ~first_sign;
  if ((n.exponent | other_sign | s.exponent >> 63 | s.exponent_run | s.exponent_sign) !=
      0) {
    const mask behind_exponent = behind(n.exponent, s.exponent);
    found.bad |= other_sign & ~behind_exponent;
    found.bad |= behind_exponent & ~(n.digit | n.sign);
    const mask exponent_sign = n.sign & behind_exponent;
    const mask starts = (behind_exponent | exponent_sign << 1 | s.exponent_sign);
    const mask end = bits::add(n.digit, starts & n.digit, s.exponent_run) & ~n.digit;
    found.bad |= end & (n.point | n.exponent);
    found.suspect |= end;
    s.exponent_sign = exponent_sign >> 63;
  }
  const mask ends = fraction_end & ~n.exponent;
  if (ends != 0) {
    // 308 digits before the point take up a whole block before.
    if (!only_ranges)
      found.suspect |= not_canonical(s, n, ends);
    else if (s.number == bits::all || s.number_length >= block_bytes)
      found.suspect |= ends;
  }
  s.first_sign = first_sign >> 63;
  s.minus_zero = minus_zero >> 63;
  return found;
}

inline number_verdict check_numbers(index_state& s, const block& chars, mask scalar,
                                    mask start, const index_options& options,
                                    bool only_ranges, mask next_i) noexcept {
  const mask digit_here = chars.digit();
  mask word = start & ~(digit_here | chars.sign());
  if (options.allow_nan) [[unlikely]] // -Infinity is a word that begins with a sign
    word |= start & chars.equal('-') & (chars.equal('I') >> 1 | next_i);
  number_parts n;
  n.number = scalar & bits::add(scalar, word, s.word_run) & ~word;
  n.digit = digit_here & n.number;
  n.zero = chars.equal('0') & n.number;
  n.first = start & n.number;
  n.point = n.exponent = n.sign = 0;
  mask leading_zero = n.first & n.zero;
  number_verdict found = {0, 0};
  if (((n.number & ~n.digit) | s.sign >> 63 | s.first_sign | s.minus_zero |
       s.exponent >> 63 | s.exponent_sign | s.point >> 63 | s.fraction_run |
       s.exponent_run) != 0) {
    n.point = chars.equal('.') & n.number;
    n.exponent = chars.exponent() & n.number;
    n.sign = chars.sign() & n.number;
    found = check_fractions(s, chars, n, leading_zero, only_ranges);
  }
  found.bad |= (leading_zero << 1 | s.leading_zero) & n.digit;
  s.leading_zero = leading_zero >> 63;
  s.number = n.number;
  s.digit = n.digit;
  s.zero = n.zero;
  s.point = n.point;
  s.exponent = n.exponent;
  s.sign = n.sign;
  const std::size_t since =
      n.first != 0 ? 64 - bits::last(n.first) : s.number_length + block_bytes;
  // Still needed, by those who rewrite the number that ends here.
  s.number_length = n.number >> 63 != 0 ? since : s.number_length;
  return found;
}

// Where a block's characters go.
struct writing {
  const block& chars;
  token_list& to;
  mask starts;
  mask keep;

  void put(mask part) noexcept {
    const mask kept = keep & part;
    chars.put_positions(to.begins + to.count, starts & part, kept,
                        static_cast<std::uint32_t>(to.text_size));
    chars.put_kinds(to.kinds + to.count, starts & part);
    chars.put(to.text + to.text_size, kept);
    to.count += count_of(starts & part);
    to.text_size += count_of(kept);
  }
};

// A block in parts, around what has to be rewritten.
struct rewriting {
  mask suspect;
  mask escaped; // escapes that are not the shortest
  mask string;
  mask first; // of numbers
  std::size_t number_length;
};

[[gnu::noinline]] void put_rewritten(index_state& s, const index_options& options,
                                     const char* p, writing block_out, rewriting what,
                                     rewrite_log& log) noexcept {
  token_list& to = block_out.to;
  mask live = bits::all;
  if (s.skipped != 0) {
    live = s.skipped < 64 ? ~bits::below(s.skipped) : 0;
    s.skipped -= s.skipped < 64 ? s.skipped : 64;
  }
  while ((what.suspect & live) != 0) {
    const unsigned at = bits::first(what.suspect & live);
    block_out.put(bits::below(at) & live);
    live &= ~bits::below(at);
    what.suspect &= ~(mask{1} << at);
    char* const out = to.text + to.text_size;
    char* end = out;
    std::size_t taken = 0;
    if ((what.string >> at & 1) != 0) {
      end = (what.escaped >> at & 1) != 0
                ? rewrite_escape(p + at, out, taken, options.rewrite, log)
                : rewrite_as_ascii(p + at, out, taken, log);
      if (at + taken >= 64)
        s.skipped = at + taken - 64;
      live &= ~bits::below(at + taken);
    } else {
      const mask begun = what.first & bits::below(at);
      const std::size_t length =
          begun != 0 ? at - bits::last(begun) : what.number_length + at;
      const bool in_raw = length <= static_cast<std::size_t>(p - options.raw) + at;
      end = rewrite_number(in_raw ? p + at - length : out - length, length, out,
                           options.rewrite, log);
    }
    to.text_size += static_cast<std::size_t>(end - out);
  }
  block_out.put(live);
}

void index_blocks(index_state& state, const index_options& options, const char* p,
                  std::size_t blocks, token_list& to_state, block_record* records,
                  rewrite_log& log) noexcept {
  using bits::behind;
  index_state s = state;
  token_list to = to_state;
  mask all_bad = 0;
  utf8_errors utf8;
  const bool ascii = options.rewrite.ascii;
  const bool only_ranges = options.rewrite.keep_numbers && !options.rewrite.watch_lossy;
  for (; blocks != 0; --blocks, p += block_bytes) {
    const block chars(p);
    mask escaped = s.escaped;
    s.escaped = 0;
    if (const mask backslash = chars.equal('\\'); backslash != 0) {
      s.escaped = escaped;
      escaped = find_escaped(backslash, s.escaped);
    }
    const mask quote = chars.equal('"') & ~escaped;
    const mask string = block::prefix_xor(quote) ^ s.in_string; // its first quote, too
    s.in_string = string >> 63 != 0 ? bits::all : 0;
    const mask outside = ~(string | quote);
    const mask space = chars.space() & outside;
    const mask op = chars.op() & outside;
    const mask scalar = outside & ~(space | op);
    const mask start = scalar & ~behind(scalar, s.scalar);
    const mask behind_scalar = behind(scalar, s.scalar) & ~scalar;
    const mask opening = quote & string;
    const mask close = chars.close() & op;
    const mask open = chars.open() & op;
    // A number or literal ends before white space or what can follow it.
    mask bad = (chars.control() & ~space) | (behind_scalar & (opening | open));
    const mask special = escaped & string & ~chars.plain_escape();
    mask suspect = special;
    if (ascii) [[unlikely]]
      suspect |= (chars.high() | chars.equal('\x7F')) & string;
    const std::size_t length_before = s.number_length;
    mask first = 0;
    if ((scalar | s.number | s.word_run) != 0) {
      const mask next_i = mask{p[block_bytes] == 'I'} << 63;
      const number_verdict found =
          check_numbers(s, chars, scalar, start, options, only_ranges, next_i);
      bad |= found.bad;
      suspect |= found.suspect;
      first = start;
    }
    const mask high = chars.high();
    if ((high | s.high >> 61) != 0) {
      utf8.check(p);
      s.continuations += count_of(high & chars.continuation());
    }
    s.high = high;
    // A line break between two texts stays where it is, so that records need no work.
    const mask newline = chars.equal('\n') & space;
    s.newlines += count_of(newline);
    const mask next_opens = mask{(p[block_bytes] | 0x20) == '{'} << 63;
    const mask keep =
        ~space | (newline & behind(close, s.close) & (open >> 1 | next_opens));
    s.close = close;
    s.scalar = scalar;
    all_bad |= bad;
    const mask starts = op | opening | start;
    *records++ = {starts, static_cast<std::uint32_t>(to.count),
                  static_cast<std::uint32_t>(p - options.raw)};
    writing out{chars, to, starts, keep};
    if ((suspect | s.skipped) == 0) [[likely]]
      out.put(bits::all);
    else
      put_rewritten(s, options, p, out,
                    {suspect, special, string & ~opening, first, length_before}, log);
  }
  log.bad = log.bad || all_bad != 0 || utf8.any();
  state = s;
  to_state = to;
}
