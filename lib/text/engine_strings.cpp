// Strings longer than a window leave in parts: nobody keeps them.
// SPDX-License-Identifier: Apache-2.0
#include "text/engine.hpp"

#include <cstring>
#include <new>

namespace krait::text {

namespace {

// Behind it an escape may still replace what was written of it.
constexpr std::size_t unsettled = 16;

// The first character at or behind `target` that begins one, or an escape; `from` does.
// The bytes are right so far, and at least eight stand behind `target`.
std::size_t character_from(const char* bytes, std::size_t from,
                           std::size_t target) noexcept {
  std::size_t at = from;
  while (at < target) {
    const auto* const slash =
        static_cast<const char*>(std::memchr(bytes + at, '\\', target - at));
    if (slash == nullptr) {
      at = target;
      break;
    }
    const auto escape = static_cast<std::size_t>(slash - bytes);
    at = escape + (bytes[escape + 1] == 'u' ? 6 : 2);
  }
  while ((bytes[at] & 0xC0) == 0x80)
    ++at;
  return at;
}

} // namespace

// Whether the last token, a string without an end so far, is the value of something. A
// key waits for its end, as it is compared whole.
bool transcoder::engine::string_is_value() const {
  const std::size_t last = tokens_.count - 1;
  const char before = last != 0 ? tokens_.kinds[last - 1] : last_kind_;
  return before != '{' && (before != ',' || grammar_.around != inside::object);
}

// Where a string has come that is long and not at its end, what stands before it is
// done, and what has come of it leaves.
transcoder::engine::step transcoder::engine::pass_string() {
  if (index_state_.in_string == 0 || tokens_.count == 0)
    return step::go_on;
  const std::size_t last = tokens_.count - 1;
  const bool goes_on = in_part_ && last == 0;
  if (tokens_.text_size - tokens_.begins[last] <= settings_.window ||
      (!goes_on && !string_is_value()))
    return step::go_on;
  if (!goes_on) {
    tokens_.kinds[last + 1] = tokens_.kinds[last + 2] = no_token;
    if (const step done = commit(last); done != step::go_on)
      return done;
    in_part_ = true;
    part_start_ = raw_.place_of(raw_of(0));
  }
  write_part(tokens_.text_size - tokens_.begins[0] - unsettled);
  const bool at_quote = raw_.offset_of(raw_.kept()) == part_start_.offset;
  const std::size_t kept = character_from(raw_.data(), raw_.kept() + (at_quote ? 1 : 0),
                                          raw_.next() - 2 * unsettled);
  waiting_raw_[0] = kept;
  raw_.keep_from(kept, index_state_.newlines, index_state_.continuations);
  return release(false);
}

// The first `size` bytes of the only token's text.
void transcoder::engine::write_part(std::size_t size) {
  if (settings_.form == form::compact) {
    text_base_ += size;
    tokens_.text += size;
  } else {
    if (settings_.form == form::pretty && !pretty_out_.append({tokens_.text, size}))
      throw std::bad_alloc{};
    std::memmove(tokens_.text, tokens_.text + size, tokens_.text_size - size);
  }
  tokens_.text_size -= size;
}

} // namespace krait::text
