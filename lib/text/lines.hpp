// The pretty form, for each instruction set: a text's tokens, one element a line.
// SPDX-License-Identifier: Apache-2.0
//
// To be included in an anonymous namespace behind `struct block`. What is written is
// the compact text, a line a step: what is before its value, the value with all that
// stands behind it on the line, and the next line's indentation. Where lines end is a
// matter of masks, and all steps are alike, so that nobody has to guess which comes
// next.

struct line_masks {
  mask ends;   // tokens that end a line
  mask colons; // a space follows them
  mask up;     // tokens behind whose line the next is one level deeper,
  mask down;   // or one less deep
};

// Of the tokens at `kinds`, as far as they are `valid`. One more is looked at.
inline line_masks find_lines(const char* kinds, mask valid) noexcept {
  const token_chars chars(kinds);
  const mask comma = chars.equal(',');
  const mask colon = chars.equal(':');
  const mask open = chars.open();
  const mask close = chars.close();
  const char after = kinds[64];
  const bool closes = after == ']' || after == '}';
  const bool goes_on = closes || after == ',' || after == ':';
  const mask next_close = close >> 1 | mask{closes} << 63;
  const mask next_goes_on = (comma | colon | close) >> 1 | mask{goes_on} << 63;
  const mask texts_meet = ~(comma | colon | open | next_goes_on);
  const mask up = open & ~next_close & valid;
  const mask down = next_close & ~open & valid;
  return {((comma | texts_meet) & valid) | up | down, colon & valid, up, down};
}

// Whole steps: up to 31 bytes more are read and written.
inline char* copy_steps(char* to, const char* from, std::size_t size) noexcept {
  copy_step_bytes(to, from);
  for (std::size_t i = copy_step; i < size; i += copy_step)
    [[unlikely]] copy_step_bytes(to + i, from + i);
  return to + size;
}

char* write_lines(line_state& state, const token_list& tokens, std::size_t& begin,
                  std::size_t end, char* out, const char* limit) noexcept {
  const char* const text = tokens.text;
  const char* const line = state.line;
  const std::size_t indent = state.indent;
  std::size_t line_size = state.line_size;
  std::size_t at = begin;
  for (; at < end; at += 64) {
    const std::size_t count = end - at < 64 ? end - at : 64;
    const line_masks found = find_lines(tokens.kinds + at, bits::below(count));
    const std::uint32_t* const ends = tokens.begins + at + 1;
    std::size_t from = ends[-1];
    const std::size_t block_end = ends[count - 1];
    const std::size_t most = block_end - from + 64 * most_prepared + 2 * copy_step;
    if (line_size + count_of(found.up) * indent > most_prepared ||
        static_cast<std::size_t>(limit - out) < most)
      break;
    mask colons = found.colons;
    const auto put = [&](unsigned place, std::size_t line_end) {
      const unsigned colon = bits::first(colons);
      const mask has_colon = mask{colon < place};
      colons &= colons - has_colon;
      const std::size_t middle = from + ((ends[colon] - from) & (0 - has_colon));
      out = copy_steps(out, text + from, middle - from);
      *out = ' ';
      out = copy_steps(out + has_colon, text + middle, line_end - middle);
      from = line_end;
    };
    for (mask left = found.ends; left != 0; left &= left - 1) {
      const unsigned place = bits::first(left);
      put(place, ends[place]);
      line_size += indent & (0 - (found.up >> place & 1));
      line_size -= indent & (0 - (found.down >> place & 1));
      out = copy_steps(out, line, line_size);
    }
    put(64, block_end); // a line goes on behind these tokens
  }
  state.line_size = line_size;
  begin = at < end ? at : end;
  return out;
}
