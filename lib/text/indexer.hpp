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
  const mask body = n.digit | n.point;
  const mask body_before = s.digit | s.point;
  const mask two = body & behind(body, body_before);
  const mask two_before = body_before & body_before << 1;
  const mask four = two & bits::two_behind(two, two_before);
  const mask four_before = two_before & two_before << 2;
  const mask eight = four & (four << 4 | four_before >> 60);
  const mask eight_before = four_before & four_before << 4;
  const mask sixteen = eight & (eight << 8 | eight_before >> 56);
  const mask sixteen_before = eight_before & eight_before << 8;
  // 17 characters, 16 digits of them, stand before such a place.
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
inline number_verdict check_fractions(index_state& s, const number_chars& chars,
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

inline number_verdict check_numbers(index_state& s, const number_chars& chars,
                                    mask scalar, mask start,
                                    const index_options& options, bool only_ranges,
                                    char behind_block) noexcept {
  const mask digit_here = chars.digit();
  mask word = start & chars.letter();
  if (options.allow_nan) [[unlikely]] { // -Infinity is a word that begins with a sign
    const mask next_i = mask{behind_block == 'I'} << 63;
    word |= start & chars.equal('-') & (chars.equal('I') >> 1 | next_i);
  }
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

// What is known of a block when its text is written.
struct block_sets {
  mask scalar;  // numbers and literals
  mask start;   // of them
  mask starts;  // of all tokens
  mask keep;    // what is no white space
  mask string;  // what is in strings
  mask special; // escapes that are not the shortest
  mask suspect; // what may have to be rewritten; of numbers the character behind them
  std::size_t number_length;              // of a number that runs into the block
  [[no_unique_address]] saved_sets saved; // for the step that finds numbers
};

// So many blocks go through one step after the other: each step's state fits the
// registers then.
constexpr std::size_t batch_blocks = 16;

// Strings, white space and what is outside them.
[[gnu::noinline]] mask classify(index_state& state, const index_options& options,
                                const char* p, std::size_t blocks, std::size_t tokens,
                                block_sets* sets, block_record* records,
                                utf8_errors& utf8) noexcept {
  using bits::behind;
  const bool ascii = options.rewrite.ascii;
  const mask kept_breaks = options.keep_breaks ? bits::all : 0;
  index_state s = state;
  mask all_bad = 0;
  for (; blocks != 0; --blocks, p += block_bytes, ++sets, ++records) {
    const text_chars chars(p);
    records->newlines = static_cast<std::uint32_t>(s.newlines);
    records->continuations = static_cast<std::uint32_t>(s.continuations);
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
    all_bad |= (chars.control() & ~space) | (behind_scalar & (opening | open));
    mask special = 0;
    if (escaped != 0)
      special = escaped & string & ~chars.plain_escape();
    mask suspect = special;
    if (ascii) [[unlikely]]
      suspect |= (chars.high() | chars.equal('\x7F')) & string;
    const mask high = chars.high();
    if ((high | s.high >> 61) != 0) {
      utf8.check(p);
      s.continuations += count_of(high & chars.continuation());
    }
    s.high = high;
    const mask newline = chars.equal('\n') & space;
    s.newlines += count_of(newline);
    const mask next_opens = mask{(p[block_bytes] | 0x20) == '{'} << 63;
    const mask keep = ~space | (newline & kept_breaks & behind(close, s.close) &
                                (open >> 1 | next_opens));
    s.close = close;
    s.scalar = scalar;
    const mask starts = op | opening | start;
    *sets = {scalar,  start,   starts, keep,         string & ~opening,
             special, suspect, 0,      chars.saved()};
    records->starts = starts;
    records->tokens_before = static_cast<std::uint32_t>(tokens);
    records->raw = static_cast<std::uint32_t>(p - options.raw);
    tokens += count_of(starts);
  }
  state = s;
  return all_bad;
}

// The grammar of numbers, and which may have to be rewritten, if any.
[[gnu::noinline]] number_verdict find_numbers(index_state& state,
                                              const index_options& options,
                                              const char* p, std::size_t blocks,
                                              block_sets* sets) noexcept {
  const bool only_ranges = options.rewrite.keep_numbers && !options.rewrite.watch_lossy;
  index_state s = state;
  number_verdict all = {0, 0};
  for (; blocks != 0; --blocks, p += block_bytes, ++sets) {
    if ((sets->scalar | s.number | s.word_run) == 0)
      continue;
    sets->number_length = s.number_length;
    const number_verdict found =
        check_numbers(s, number_chars(p, sets->saved), sets->scalar, sets->start,
                      options, only_ranges, p[block_bytes]);
    all.bad |= found.bad;
    all.suspect |= found.suspect;
    sets->suspect |= found.suspect;
  }
  state = s;
  return all;
}

// Of the text that a batch of blocks wrote: which characters begin tokens. Their kinds
// and places are listed once the batch is through, as the text is shorter than the
// input, and everything in it counts.
class start_bits {
public:
  void begin(std::size_t text_size) noexcept { base_ = text_size; }
  // Nothing was added behind `text_size` so far.
  void add(std::size_t text_size, mask starts) noexcept {
    const std::size_t at = text_size - base_;
    mask* const word = words_ + at / 64;
    word[0] |= starts << at % 64;
    // Nothing is there yet. Were it looked at, both words would be loaded at once, and
    // wait for the store of the block before that wrote one of them.
    word[1] = starts >> 1 >> (63 - at % 64);
  }
  // A number became shorter. If it began before the batch, nothing was added yet.
  void cut(std::size_t text_size) noexcept {
    if (text_size < base_)
      base_ = text_size;
  }
  // Leaves nothing behind.
  void list(token_list& to) noexcept {
    mask* word = words_;
    for (std::size_t at = base_; at < to.text_size; at += 64, ++word) {
      const block chars(to.text + at);
      chars.put_tokens(to.kinds + to.count, to.begins + to.count, *word,
                       static_cast<std::uint32_t>(at));
      to.count += count_of(*word);
      *word = 0;
    }
  }

private:
  std::size_t base_ = 0;
  mask words_[batch_blocks * most_growth + 2] = {};
};

// Where a block's characters go.
struct writing {
  const block& chars;
  token_list& to;
  start_bits& tokens;
  const block_sets& sets;
  bool fast_pext;

  void put(mask part) noexcept {
    const mask kept = sets.keep & part;
    const mask begun = sets.starts & part;
    tokens.add(to.text_size,
               kept == bits::all ? begun : squeeze(begun, kept, fast_pext));
    chars.put(to.text + to.text_size, kept);
    to.text_size += count_of(kept);
  }
};

#include "text/changed_numbers.hpp"

// A block in which only numbers change: its text is made once, then moved in parts.
// Returns the first change behind it.
[[gnu::noinline]] const changed_number*
put_numbers(const char* p, writing block_out, const changed_number* change) noexcept {
  token_list& to = block_out.to;
  const block_sets& sets = block_out.sets;
  char squeezed[block_bytes + overshoot];
  const char* text = p;
  mask starts = sets.starts;
  if (sets.keep != bits::all) {
    block_out.chars.put(squeezed, sets.keep);
    text = squeezed;
    starts = squeeze(sets.starts, sets.keep, block_out.fast_pext);
  }
  std::size_t done = 0; // of `text`
  const auto move_to = [&](std::size_t end) {
    block_out.tokens.add(to.text_size, starts >> done & bits::below(end - done));
    copy_part(to.text + to.text_size, text + done, end - done);
    to.text_size += end - done;
    done = end;
  };
  for (mask left = sets.suspect; left != 0; left &= left - 1, ++change) {
    move_to(count_of(sets.keep & bits::below(change->at)));
    to.text_size -= change->length;
    char* const out = to.text + to.text_size;
    to.text_size += static_cast<std::size_t>(write_number(out, change->number) - out);
    block_out.tokens.cut(to.text_size);
  }
  if (const std::size_t end = count_of(sets.keep); end != done)
    move_to(end);
  return change;
}

// A block in parts, around what has to be rewritten. `skipped` characters are written
// already; returns the same of the next block.
[[gnu::noinline]] std::size_t put_rewritten(std::size_t skipped,
                                            const index_options& options, const char* p,
                                            writing block_out,
                                            rewrite_log& log) noexcept {
  token_list& to = block_out.to;
  const block_sets& sets = block_out.sets;
  mask suspect = sets.suspect;
  mask live = ~bits::below(skipped);
  skipped -= skipped < 64 ? skipped : 64;
  while ((suspect & live) != 0) {
    const unsigned at = bits::first(suspect & live);
    block_out.put(bits::below(at) & live);
    live &= ~bits::below(at);
    suspect &= ~(mask{1} << at);
    char* const out = to.text + to.text_size;
    char* end = out;
    std::size_t taken = 0;
    if ((sets.string >> at & 1) != 0) {
      end = (sets.special >> at & 1) != 0
                ? rewrite_escape(p + at, out, taken, options.rewrite, log)
                : rewrite_as_ascii(p + at, out, taken, log);
      if (at + taken >= 64)
        skipped = at + taken - 64;
      live &= ~bits::below(at + taken);
    } else {
      const std::size_t length = number_length(sets, at);
      const bool in_raw = length <= static_cast<std::size_t>(p - options.raw) + at;
      end = rewrite_number(in_raw ? p + at - length : out - length, length, out,
                           options.rewrite, log);
    }
    to.text_size += static_cast<std::size_t>(end - out);
    block_out.tokens.cut(to.text_size);
  }
  block_out.put(live);
  return skipped;
}

// The text without white space, rewritten where it must be, and its tokens.
[[gnu::noinline]] std::size_t
write_blocks(std::size_t skipped, const index_options& options, const char* p,
             std::size_t blocks, const block_sets* sets, const changed_number* change,
             token_list& to_list, start_bits& tokens, rewrite_log& log) noexcept {
  token_list to = to_list;
  tokens.begin(to.text_size);
  for (; blocks != 0; --blocks, p += block_bytes, ++sets) {
    const block chars(p);
    const auto out = [&](token_list& list) {
      return writing{chars, list, tokens, *sets, options.fast_pext};
    };
    if ((sets->suspect | skipped) == 0) [[likely]] {
      out(to).put(bits::all);
      continue;
    }
    // A copy, as what has an address is loaded again behind each store of characters.
    token_list whole = to;
    const bool judged = is_judged(*sets, options, p);
    if (judged && skipped == 0) {
      change = put_numbers(p, out(whole), change);
    } else {
      change += judged ? count_of(sets->suspect) : 0;
      skipped = put_rewritten(skipped, options, p, out(whole), log);
    }
    to = whole;
  }
  tokens.list(to);
  to_list = to;
  return skipped;
}

void index_blocks(index_state& state, const index_options& options, const char* p,
                  std::size_t blocks, token_list& to, block_record* records,
                  rewrite_log& log) noexcept {
  block_sets sets[batch_blocks];
  start_bits tokens;
  number_changes changes;
  mask all_bad = 0;
  utf8_errors utf8;
  while (blocks != 0) {
    const std::size_t batch = blocks < batch_blocks ? blocks : batch_blocks;
    all_bad |= classify(state, options, p, batch, to.count, sets, records, utf8);
    const number_verdict numbers = find_numbers(state, options, p, batch, sets);
    all_bad |= numbers.bad;
    if (numbers.suspect != 0)
      changes.find(options, p, batch, sets, all_bad == 0, log);
    state.skipped = write_blocks(state.skipped, options, p, batch, sets,
                                 changes.begin(), to, tokens, log);
    blocks -= batch;
    records += batch;
    p += batch * block_bytes;
  }
  log.bad = log.bad || all_bad != 0 || utf8.any();
}
