// Steps of a path, spelled.
// SPDX-License-Identifier: Apache-2.0
#include "json/path.hpp"

#include <algorithm>

#include "json/characters.hpp"
#include "json/string_writer.hpp"
#include "json/unescape.hpp"
#include "json/utf8.hpp"

namespace krait::json {

namespace {

// Longer keys are cut: a message is for people.
constexpr std::size_t max_shown_bytes = 120;

bool is_identifier(std::string_view key) noexcept {
  const auto starts = [](char c) {
    const char lower = static_cast<char>(c | 0x20);
    return c == '_' || (lower >= 'a' && lower <= 'z');
  };
  return !key.empty() && key.size() <= max_shown_bytes && starts(key.front()) &&
         std::all_of(key.begin(), key.end(),
                     [&](char c) { return starts(c) || is_digit(c); });
}

// Keys come as bytes that need not be valid UTF-8: a diagnosis may name a broken one.
void append_quoted(std::string& text, std::string_view key) {
  const char* const end = key.data() + key.size();
  for (const char* p = key.data(); p != end;) {
    if (p - key.data() >= static_cast<std::ptrdiff_t>(max_shown_bytes)) {
      text += "...";
      return;
    }
    const code_point next = decode_utf8(p, end, true);
    char escape[max_escape_length];
    if (next.length == 0)
      text += "\xEF\xBF\xBD"; // U+FFFD
    else if (is_escapable(*p) || *p == 0x7F || is_surrogate(next.value))
      text.append(escape, write_escape(escape, next.value));
    else
      text.append(p, next.length);
    p += std::max<std::size_t>(next.length, 1);
  }
}

} // namespace

void path::add_key(std::string_view key) {
  if (is_identifier(key)) {
    text_ += '.';
    text_ += key;
    return;
  }
  text_ += "[\"";
  append_quoted(text_, key);
  text_ += "\"]";
}

void path::add_raw_key(std::string_view raw) { add_key(unescape(raw)); }

void path::add_gap() { text_ += "..."; }

void path::add_index(std::size_t index) {
  text_ += '[';
  text_ += std::to_string(index);
  text_ += ']';
}

} // namespace krait::json
