// Stage 2, for each instruction set: which token may follow which, 64 at a time.
// SPDX-License-Identifier: Apache-2.0
//
// To be included in an anonymous namespace behind `struct block`. What follows from the
// kinds of neighbours alone is a matter of masks; only brackets, literals and the
// borders of texts are taken one by one.

inline bool is_word_or_nan(const char* p, std::size_t length) noexcept {
  const auto is = [&](std::string_view word) {
    return length == word.size() && std::memcmp(p, word.data(), word.size()) == 0;
  };
  return is("true") || is("false") || is("null") || is("NaN") || is("Infinity") ||
         is("-Infinity") || *p == '0' || // it was -0
         (*p == '-' && json::is_digit(p[1]));
}

// Without a branch: which of them it is nobody can guess.
inline bool is_word(const char* p, std::size_t length) noexcept {
  const auto four = [](const char* from) {
    std::uint32_t word;
    std::memcpy(&word, from, sizeof word);
    return word;
  };
  const std::uint32_t head = four(p);
  const unsigned short_one =
      unsigned{head == four("true")} | unsigned{head == four("null")};
  const unsigned long_one = unsigned{head == four("fals")} & unsigned{p[4] == 'e'};
  return ((short_one & unsigned{length == 4}) | (long_one & unsigned{length == 5})) !=
         0;
}

inline bool are_words(mask words, const token_list& tokens, std::size_t begin,
                      bool allow_nan) noexcept {
  bool right = true;
  for (; words != 0; words &= words - 1) {
    const std::size_t token = begin + bits::first(words);
    const std::uint32_t at = tokens.begins[token];
    const std::uint32_t end = token + 1 < tokens.count
                                  ? tokens.begins[token + 1]
                                  : static_cast<std::uint32_t>(tokens.text_size);
    const char* const p = tokens.text + at;
    if (!(allow_nan ? is_word_or_nan(p, end - at) : is_word(p, end - at)))
      right = false;
  }
  return right;
}

// Values that follow one another at the top: each token behind them begins a text.
inline void note_texts(grammar_state& s, mask ends, std::size_t begin) noexcept {
  s.texts += count_of(ends);
  if (begin == 0 && s.at_start)
    ends &= ~mask{1};
  for (; ends != 0; ends &= ends - 1)
    s.text_begins[s.text_begin_count++] =
        static_cast<std::uint32_t>(begin + bits::first(ends) + 1);
}

bool check_tokens(grammar_state& state, const token_list& tokens, std::size_t begin,
                  std::size_t end) noexcept {
  using bits::first;
  grammar_state& s = state;
  std::uint32_t around = s.around;
  std::uint64_t index = s.index;
  opened_level* opened = s.opened + s.opened_count;
  std::size_t depth = s.depth;
  if (begin == 0) {
    s.key_count = 0;
    s.edge_count = 0;
  }
  std::uint32_t key_count = s.key_count;
  object_edge* edge = s.edges + s.edge_count;
  for (std::size_t at = begin; at < end; at += 64) {
    const char* const kinds = tokens.kinds + at;
    const token_chars chars(kinds);
    const mask valid = bits::below(end - at);
    const auto next = [kinds](std::size_t i, char kind) {
      return mask{kinds[i] == kind} << 63;
    };
    const mask quote = chars.equal('"');
    const mask comma = chars.equal(',');
    const mask colon = chars.equal(':');
    const mask close = chars.close();
    const mask open = chars.open();
    const mask object = chars.of_objects();
    const mask scalar = ~(quote | comma | colon | close | open | chars.equal(no_token));
    const mask open_object = open & object;
    const mask open_array = open & ~object;
    const mask value_ends = quote | scalar | close;
    const mask value_starts = quote | scalar | open;

    const char after = kinds[64];
    const bool after_is_start = after != ',' && after != ':' && after != ']' &&
                                after != '}' && after != no_token;
    const mask next_quote = quote >> 1 | next(64, '"');
    const mask next_colon = colon >> 1 | next(64, ':');
    const mask next_close = close >> 1 | next(64, ']') | next(64, '}');
    const mask next_start = value_starts >> 1 | mask{after_is_start} << 63;
    const mask colon_after_next = next_colon >> 1 | next(65, ':');
    const mask next_key = next_quote & colon_after_next;

    const mask values_meet = value_ends & next_start & valid;
    const mask wrong =
        (value_ends & ~quote & next_colon) | (next_key & ~(comma | open_object)) |
        (open_object & ~(next_key | next_close)) |
        (open_array & ~(next_start | next_close)) | ((comma | colon) & ~next_start);
    mask bad = wrong & valid;
    mask brackets = (open | close) & valid;
    mask ends = values_meet;
    if (at == 0 && s.at_start) {
      brackets &= ~mask{1};
      ends &= ~mask{1};
    }
    const mask commas = comma & valid;
    const mask key_commas = commas & next_key;
    const mask keys = quote & next_colon & valid;
    s.keys[at / 64] = keys;
    // What is wrong at the top, in an array, in an object. A number or literal at the
    // top is followed by white space.
    const mask next_comma = comma >> 1 | next(64, ',');
    const mask unseparated = scalar & (next_comma | next_colon | next_close) & valid;
    const mask wrong_in[3] = {commas | unseparated, key_commas | ends,
                              (commas & ~key_commas) | ends};
    mask before = 0;
    for (mask left = brackets;; left &= left - 1) {
      const mask up_to = left != 0 ? (left & (0 - left)) - 1 : bits::all;
      const mask part = up_to & ~before;
      bad |= wrong_in[around] & part;
      index += count_of(commas & part);
      if (left == 0)
        break;
      before = up_to;
      const unsigned place = first(left);
      const bool is_object = (object >> place & 1) != 0;
      const bool opens = (open >> place & 1) != 0;
      if (opens
              ? depth >= s.max_depth
              : depth == 0 || around != (is_object ? inside::object : inside::array)) {
        bad = bits::all;
        break;
      }
      *edge = {key_count + static_cast<std::uint32_t>(count_of(keys & up_to)), !opens};
      edge += is_object;
      if (opens) {
        *opened++ = {index, static_cast<std::int64_t>(at + place) - 2, around};
        ++depth;
        index = 0;
        around = is_object ? inside::object : inside::array;
      } else {
        --depth;
        if (opened != s.opened) [[likely]] {
          --opened;
          index = opened->index;
          around = opened->around;
        } else {
          s.index = 0;
          around = close_settled(s);
          index = s.index;
        }
      }
    }
    key_count += static_cast<std::uint32_t>(count_of(keys));
    s.key_count = key_count;
    s.edge_count = static_cast<std::size_t>(edge - s.edges);
    mask words = scalar & ~chars.digit() & valid;
    if (!s.allow_nan)
      words &= ~chars.equal('-');
    if (bad != 0 || (words != 0 && !are_words(words, tokens, at, s.allow_nan)))
      return false;
    if (values_meet != 0)
      note_texts(s, values_meet, at);
  }
  s.around = around;
  s.index = index;
  s.opened_count = static_cast<std::size_t>(opened - s.opened);
  s.depth = depth;
  return true;
}
