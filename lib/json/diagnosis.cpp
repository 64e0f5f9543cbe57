// Reads one character at a time, by the book, and stops at the first offence.
// SPDX-License-Identifier: Apache-2.0
#include "json/diagnosis.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <vector>

#include "base/byte_order_mark.hpp"
#include "base/input_start.hpp"
#include "json/characters.hpp"
#include "json/number_reader.hpp"
#include "json/path.hpp"
#include "json/string_writer.hpp"
#include "json/utf8.hpp"

namespace krait::json {

namespace {

using base::errc;

constexpr bool is_word(char c) noexcept {
  const char lower = static_cast<char>(c | 0x20);
  return is_digit(c) || (lower >= 'a' && lower <= 'z') || c == '_';
}

constexpr bool continues_number(char c) noexcept {
  return is_word(c) || c == '.' || c == '+' || c == '-';
}

// What people write who come from another language, and what JSON calls it.
std::string_view json_spelling(std::string_view word) noexcept {
  struct pair {
    std::string_view written, meant;
  };
  constexpr pair known[] = {
      {"True", "true"},   {"TRUE", "true"}, {"False", "false"},
      {"FALSE", "false"}, {"None", "null"}, {"NULL", "null"},
      {"Null", "null"},   {"nil", "null"},  {"undefined", "null"}};
  const auto* found = std::find_if(std::begin(known), std::end(known),
                                   [&](const pair& p) { return p.written == word; });
  return found == std::end(known) ? std::string_view{} : found->meant;
}

class reader {
public:
  reader(std::string_view text, const read_options& options, const limits& limits)
      : text_(text), options_(options), limits_(limits) {}

  diagnosis read(extent extent) { return conclude(read_text(extent)); }

  diagnosis read_rest(std::span<const open_container> open, expected next) {
    for (const open_container& around : open)
      open_.push_back({around.is_object, around.has_key, around.index, around.key});
    return conclude(go_on(next) && check_end(extent::one));
  }

private:
  struct level {
    bool is_object;
    bool has_key;         // objects: `key` is the key of the value being read
    std::size_t index;    // arrays: of the value being read
    std::string_view key; // as it stands in the text, without its quotes
  };

  diagnosis conclude(bool right) {
    if (right)
      found_.offset = at_;
    else
      found_.path = path_to_here();
    return std::move(found_);
  }

  // Every step returns false after it has filled found_.
  bool fail(errc code, std::size_t offset) {
    return fail(code, offset, std::string(base::message(code)));
  }
  bool fail(errc code, std::size_t offset, std::string message) {
    found_.code = code;
    found_.offset = offset;
    found_.message = std::move(message);
    return false;
  }

  bool at_end() const noexcept { return at_ == text_.size(); }
  // Zero at the end: no character of the grammar.
  char peek() const noexcept { return at_end() ? '\0' : text_[at_]; }
  void skip_space() noexcept {
    while (!at_end() && is_space(text_[at_]))
      ++at_;
  }

  bool read_text(extent extent);
  bool read_start(extent extent);
  bool read_values();
  bool go_on(expected next);
  bool read_value(bool& opened);
  bool open(bool is_object);
  bool close();
  bool read_key();
  bool read_colon();
  bool next_element(bool& value_follows);
  bool check_end(extent extent);
  bool read_string(std::string_view& raw);
  bool read_escape();
  bool read_number();
  bool explain_number(std::string_view literal, const number& parsed);
  bool read_word();
  bool fail_word(std::string_view word);
  bool fail_value();
  bool fail_unclosed();
  bool fail_unexpected(errc code, std::string_view expected);
  std::string shown_character() const;
  std::string path_to_here() const;
  static void add_step(path& path, const level& step);

  std::string_view text_;
  const read_options& options_;
  const limits& limits_;
  std::size_t at_ = 0;
  bool separate_ = false; // the last value was a number or a literal
  std::vector<level> open_;
  diagnosis found_;
};

bool reader::read_text(extent extent) {
  if (!read_start(extent))
    return false;
  skip_space();
  if (at_end())
    return fail(errc::empty_text, at_);
  return read_values() && check_end(extent);
}

bool reader::read_start(extent extent) {
  if (extent == extent::one)
    return true;
  if (text_.starts_with(base::byte_order_mark))
    at_ = base::byte_order_mark.size();
  const errc wide = limits_.from_str ? errc::ok : base::wide_encoding(text_);
  return wide == errc::ok || fail(wide, 0);
}

bool reader::read_values() {
  bool value_follows = true;
  while (value_follows) {
    bool opened = false;
    if (!read_value(opened))
      return false;
    if (!opened && !next_element(value_follows))
      return false;
  }
  return true;
}

bool reader::go_on(expected next) {
  bool value_follows = true;
  skip_space();
  switch (next) {
  case expected::text: return read_text(extent::one);
  case expected::element:
  case expected::member:
    if (peek() == ']' || peek() == '}') {
      if (!close() || !next_element(value_follows))
        return false;
    } else if (next == expected::member && !read_key()) {
      return false;
    }
    break;
  case expected::key:
    if (!read_key())
      return false;
    break;
  case expected::colon:
    if (!read_colon())
      return false;
    break;
  case expected::value: break;
  case expected::separator:
    if (!next_element(value_follows))
      return false;
    break;
  }
  return !value_follows || read_values();
}

// `opened`: a container was entered whose first value (behind its key) comes next.
bool reader::read_value(bool& opened) {
  skip_space();
  separate_ = false;
  std::string_view raw;
  switch (peek()) {
  case '{':
  case '[':
    if (!open(peek() == '{'))
      return false;
    opened = !(peek() == ']' || peek() == '}');
    if (!opened)
      return close();
    return !open_.back().is_object || read_key();
  case '"': return read_string(raw);
  case '-':
  case '0':
  case '1':
  case '2':
  case '3':
  case '4':
  case '5':
  case '6':
  case '7':
  case '8':
  case '9': separate_ = true; return read_number();
  case 't':
  case 'f':
  case 'n':
  case 'N':
  case 'I': separate_ = true; return read_word();
  default: return fail_value();
  }
}

bool reader::open(bool is_object) {
  if (open_.size() >= options_.max_depth)
    return fail(errc::too_deep, at_,
                "nested deeper than the limit of " +
                    std::to_string(options_.max_depth));
  open_.push_back({is_object, false, 0, {}});
  ++at_;
  skip_space();
  return true;
}

bool reader::close() {
  const bool is_object = open_.back().is_object;
  if (peek() != (is_object ? '}' : ']'))
    return fail(errc::mismatched_bracket, at_,
                std::string("'") + peek() + "' does not close the " +
                    (is_object ? "object" : "array"));
  ++at_;
  open_.pop_back();
  separate_ = false;
  return true;
}

bool reader::read_key() {
  open_.back().has_key = false;
  skip_space();
  if (peek() != '"') {
    if (at_end())
      return fail_unclosed();
    if (peek() == '\'')
      return fail(errc::single_quoted, at_);
    return fail_unexpected(errc::missing_key, "a key in double quotes");
  }
  std::string_view raw;
  if (!read_string(raw))
    return false;
  open_.back().key = raw;
  open_.back().has_key = true;
  return read_colon();
}

bool reader::read_colon() {
  skip_space();
  if (peek() != ':')
    return at_end() ? fail_unclosed()
                    : fail_unexpected(errc::missing_colon, "':' after the key");
  ++at_;
  return true;
}

// Behind a value: commas and closing brackets up to the next value, or the text's end.
bool reader::next_element(bool& value_follows) {
  while (!open_.empty()) {
    skip_space();
    level& inner = open_.back();
    if (peek() == ',') {
      const std::size_t comma = at_++;
      skip_space();
      if (peek() == ']' || peek() == '}')
        return fail(errc::trailing_comma, comma);
      ++inner.index;
      return !inner.is_object || read_key();
    }
    if (peek() == ']' || peek() == '}') {
      if (!close())
        return false;
      continue;
    }
    return at_end() ? fail_unclosed()
                    : fail_unexpected(errc::missing_comma,
                                      inner.is_object ? "',' or '}'" : "',' or ']'");
  }
  value_follows = false;
  return true;
}

bool reader::check_end(extent extent) {
  if (extent == extent::one) {
    if (separate_ && !at_end() && !is_space(peek()))
      return fail(errc::missing_space, at_);
    return true;
  }
  skip_space();
  return at_end() || fail(errc::data_after_text, at_);
}

bool reader::read_string(std::string_view& raw) {
  const std::size_t quote = at_++;
  while (!at_end() && peek() != '"') {
    const char c = peek();
    if (c == '\n')
      return fail(errc::unclosed_string, quote, "string is not closed on its line");
    if (is_control(c))
      return fail(errc::control_character, at_);
    if (c == '\\') {
      if (!read_escape())
        return found_.code == errc::unclosed_string ? fail(errc::unclosed_string, quote)
                                                    : false;
      continue;
    }
    const code_point next =
        decode_utf8(&text_[at_], text_.data() + text_.size(), limits_.from_str);
    if (next.length == 0)
      return fail(errc::invalid_utf8, at_);
    at_ += next.length;
  }
  if (at_end())
    return fail(errc::unclosed_string, quote);
  raw = text_.substr(quote + 1, at_ - quote - 1);
  ++at_;
  return true;
}

bool reader::read_escape() {
  const std::size_t start = at_++;
  if (at_end())
    return fail(errc::unclosed_string, start);
  if (peek() != 'u') {
    if (unescaped(peek()) == 0)
      return fail(errc::invalid_escape, start);
    ++at_;
    return true;
  }
  ++at_;
  for (int i = 0; i < 4; ++i, ++at_) {
    if (at_end())
      return fail(errc::unclosed_string, start);
    if (hex_digit(peek()) < 0)
      return fail(errc::invalid_unicode_escape, start);
  }
  return true;
}

bool reader::read_number() {
  const std::size_t begin = at_;
  while (!at_end() && continues_number(peek()))
    ++at_;
  // A copy, as a zero byte must stand behind what read_number() sees.
  const std::string literal(text_.substr(begin, at_ - begin));
  const number parsed =
      json::read_number(literal.c_str(), literal.c_str() + literal.size());
  at_ = begin;
  if (parsed.kind == number_kind::malformed && literal.starts_with("-I"))
    return read_word();
  if (!explain_number(literal, parsed))
    return false;
  at_ = begin + static_cast<std::size_t>(parsed.end - literal.c_str());
  return true;
}

bool reader::explain_number(std::string_view literal, const number& parsed) {
  const auto length = static_cast<std::size_t>(parsed.end - literal.data());
  const bool negative = literal.front() == '-';
  if (parsed.kind == number_kind::malformed) {
    const std::string_view seen = literal.substr(0, length);
    if (seen.find_first_of("eE") != seen.npos)
      return fail(errc::missing_exponent_digits, at_ + length);
    if (seen.find('.') != seen.npos)
      return fail(errc::missing_fraction_digits, at_ + length);
    if (length == std::size_t{negative} + 1)
      return fail(errc::leading_zero, at_);
    return fail(errc::missing_integer_digits, at_ + length);
  }
  if (parsed.kind == number_kind::out_of_range)
    return fail(errc::number_out_of_range, at_);
  const bool integral = parsed.kind != number_kind::real;
  const std::size_t digits = length - negative;
  if (integral && limits_.max_integer_digits != 0 &&
      digits > limits_.max_integer_digits)
    return fail(errc::integer_too_long, at_,
                "integer has " + std::to_string(digits) +
                    " digits, more than the limit of " +
                    std::to_string(limits_.max_integer_digits));
  return true;
}

bool reader::read_word() {
  const std::size_t begin = at_;
  at_ += peek() == '-';
  while (!at_end() && is_word(peek()))
    ++at_;
  const std::string_view word = text_.substr(begin, at_ - begin);
  if (word == "true" || word == "false" || word == "null")
    return true;
  if (word == "NaN" || word == "Infinity" || word == "-Infinity")
    return options_.allow_nan || fail(errc::nan_not_allowed, begin);
  at_ = begin;
  return fail_word(word);
}

bool reader::fail_word(std::string_view word) {
  constexpr std::size_t shown = 24;
  std::string message = "invalid literal '";
  message += word.substr(0, shown);
  message += word.size() > shown ? "...'" : "'";
  if (const std::string_view meant = json_spelling(word); !meant.empty())
    message.append("; JSON spells it ").append(meant);
  return fail(errc::invalid_literal, at_, std::move(message));
}

// No value begins with the character here.
bool reader::fail_value() {
  const char c = peek();
  if (at_end())
    return fail_unclosed();
  if (c == '\'')
    return fail(errc::single_quoted, at_);
  if (c == '/' || c == '#')
    return fail(errc::comment, at_);
  if (c == '+')
    return fail(errc::leading_plus, at_);
  if (is_word(c)) {
    std::size_t end = at_;
    while (end != text_.size() && is_word(text_[end]))
      ++end;
    return fail_word(text_.substr(at_, end - at_));
  }
  return fail_unexpected(errc::missing_value, "a value");
}

// The text ended early: say so behind its last character that is no white space.
bool reader::fail_unclosed() {
  std::size_t end = text_.size();
  while (end != 0 && is_space(text_[end - 1]))
    --end;
  const bool is_object = open_.back().is_object;
  const std::string name = is_object ? "object" : "array";
  return fail(is_object ? errc::unclosed_object : errc::unclosed_array, end,
              "the text ends here, but the " + name + " is not closed");
}

bool reader::fail_unexpected(errc code, std::string_view expected) {
  if (!is_ascii(peek()) &&
      decode_utf8(&text_[at_], text_.data() + text_.size(), limits_.from_str).length ==
          0)
    return fail(errc::invalid_utf8, at_);
  std::string message(expected);
  message += " is expected here, not ";
  message += shown_character();
  return fail(code, at_, std::move(message));
}

std::string reader::shown_character() const {
  const code_point here =
      decode_utf8(&text_[at_], text_.data() + text_.size(), limits_.from_str);
  if (here.value >= 0x20 && here.value != 0x7F && !is_surrogate(here.value))
    return "'" + std::string(text_.substr(at_, here.length)) + "'";
  char escape[max_escape_length];
  return {escape, write_unicode_escape(escape, here.value)};
}

void reader::add_step(path& path, const level& step) {
  if (!step.is_object)
    path.add_index(step.index);
  else if (step.has_key)
    path.add_raw_key(step.key);
}

std::string reader::path_to_here() const {
  return build_path(open_.size(),
                    [this](path& path, std::size_t i) { add_step(path, open_[i]); });
}

} // namespace

diagnosis diagnose(std::string_view text, const read_options& options, extent extent,
                   const limits& limits) {
  return reader(text, options, limits).read(extent);
}

diagnosis diagnose_rest(std::string_view rest, const read_options& options,
                        std::span<const open_container> open, expected next,
                        const limits& limits) {
  return reader(rest, options, limits).read_rest(open, next);
}

} // namespace krait::json
