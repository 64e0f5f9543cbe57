// What is written, what is held back, and until when.
// SPDX-License-Identifier: Apache-2.0
#include "text/engine.hpp"

#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

#include "text/member_order.hpp"

namespace krait::text {

namespace {

// Smaller results wait for more: a system call for each would cost more than they do.
constexpr std::size_t write_size = std::size_t{64} << 10;

} // namespace

std::size_t transcoder::engine::output_size() const {
  return settings_.form == form::pretty ? pretty_out_.size() : text_base_;
}

char* transcoder::engine::output_data() const {
  const base::heap_buffer& out = settings_.form == form::pretty ? pretty_out_ : text_;
  return out.cursor() - out.size();
}

transcoder::engine::step transcoder::engine::write_tokens(std::size_t end) {
  if (settings_.form == form::pretty)
    return write_pretty(end);
  if (settings_.form == form::compact)
    if (const std::size_t last = separate_texts(); last != SIZE_MAX) {
      const std::size_t first = text_base_ + tokens_.begins[grammar_.text_begins[0]];
      const std::size_t begin = current_begin_;
      current_begin_ = text_base_ + last;
      finish_texts(begin, first);
    }
  return step::go_on;
}

// The texts from `begin` to the last one that begins here are complete; the first that
// begins here does so at `first`.
void transcoder::engine::finish_texts(std::size_t begin, std::size_t first) {
  if (streaming_)
    begin = first; // what comes before ends the text that streams
  streaming_ = false;
  if (must_order() && begin != current_begin_) {
    order_complete(begin);
    resolve_ = resolve_last_;
  }
}

// Where a text is deep, a few tokens make much output: it leaves before all are
// written.
transcoder::engine::step transcoder::engine::write_pretty(std::size_t end) {
  tokens_.begins[tokens_.count] = static_cast<std::uint32_t>(tokens_.text_size);
  // At the top a text ends, whatever comes.
  const char after = tokens_.kinds[end];
  if (grammar_.depth == 0)
    tokens_.kinds[end] = no_token;
  std::size_t i = grammar_.at_start ? 1 : 0;
  if (const std::size_t texts = grammar_.text_begin_count; texts != 0) {
    const std::uint32_t* const begins = grammar_.text_begins;
    const std::size_t begin = current_begin_;
    i = pretty_.write(tokens_, i, begins[0], pretty_out_);
    const std::size_t first = pretty_out_.size();
    i = pretty_.write(tokens_, i, begins[texts - 1], pretty_out_);
    current_begin_ = pretty_out_.size();
    finish_texts(begin, first);
  }
  // A text that began here and must not leave is refused once its tokens are settled.
  const bool stays = resolve_ && grammar_.text_begin_count != 0;
  const std::size_t most = stays ? SIZE_MAX : settings_.held + write_size;
  step done = step::go_on;
  while (i < end && done == step::go_on) {
    i = pretty_.write(tokens_, i, end, pretty_out_, most);
    if (i < end)
      done = release(false);
  }
  tokens_.kinds[end] = after;
  if (grammar_.depth == 0 && done == step::go_on) {
    const std::size_t begin = std::exchange(current_begin_, pretty_out_.size());
    if (must_order() && begin != current_begin_)
      order_complete(begin);
    resolve_ = false;
  }
  return done;
}

// Puts line breaks where texts meet, unless one is there. Returns where in the tokens'
// text the last one of them begins; SIZE_MAX if none does.
std::size_t transcoder::engine::separate_texts() {
  const std::uint32_t* const begins = grammar_.text_begins;
  std::size_t missing = 0;
  const auto separated = [this](std::size_t at) {
    return at != 0 && tokens_.text[at - 1] == '\n';
  };
  for (std::size_t i = 0; i < grammar_.text_begin_count; ++i)
    missing += !separated(tokens_.begins[begins[i]]);
  if (grammar_.text_begin_count == 0)
    return SIZE_MAX;
  const std::size_t last_token = begins[grammar_.text_begin_count - 1];
  // From the back, so that each byte moves once.
  std::size_t end = tokens_.text_size;
  std::size_t token_end = tokens_.count;
  tokens_.text_size += missing;
  for (std::size_t i = grammar_.text_begin_count; missing != 0; --i) {
    const std::size_t token = begins[i - 1];
    const std::size_t at = tokens_.begins[token];
    const bool is_separated = separated(at);
    std::memmove(tokens_.text + at + missing, tokens_.text + at, end - at);
    for (std::size_t j = token; j < token_end; ++j)
      tokens_.begins[j] += static_cast<std::uint32_t>(missing);
    end = at;
    token_end = token;
    if (!is_separated)
      tokens_.text[at + --missing] = '\n';
  }
  return tokens_.begins[last_token];
}

// Behind the last token of a text that is complete; no tokens are left.
void transcoder::engine::end_text() {
  if (settings_.form == form::none)
    return;
  if (settings_.form == form::compact) {
    // Where a line break was kept for the next text, it is there.
    if (text_base_ == current_begin_ || tokens_.text[-1] != '\n') {
      make_room(0);
      *tokens_.text++ = '\n';
      ++text_base_;
    }
  }
  const std::size_t begin = current_begin_;
  current_begin_ = output_size();
  if (must_order() && !streaming_)
    order_complete(begin);
  streaming_ = false;
}

bool transcoder::engine::must_order() const {
  return settings_.form != form::none && (resolve_ || settings_.sort_keys);
}

// Texts that are complete from `begin` on: of at least one the members are to be put in
// order.
void transcoder::engine::order_complete(std::size_t begin) {
  member_order order = member_order::first_place;
  if (settings_.sort_keys)
    order = keys_ ? member_order::sorted : member_order::sorted_all;
  char* const data = output_data();
  const char* const ordered = order_members(data + begin, data + current_begin_, order);
  const auto end = static_cast<std::size_t>(ordered - data);
  cut_output(end, current_begin_);
  current_begin_ = end;
}

// Takes [begin, end) out of the output.
void transcoder::engine::cut_output(std::size_t begin, std::size_t end) {
  if (settings_.form == form::none || begin == end)
    return;
  char* const data = output_data();
  const std::size_t size = end - begin;
  if (settings_.form == form::pretty) {
    std::memmove(data + begin, data + end, pretty_out_.size() - end);
    pretty_out_.advance_to(pretty_out_.cursor() - size);
    return;
  }
  std::memmove(data + begin, data + end, text_base_ + tokens_.text_size - end);
  text_base_ -= size;
  tokens_.text -= size;
}

transcoder::engine::step transcoder::engine::write_out(std::size_t size) {
  if (size == 0)
    return step::go_on;
  const int error = to_->write({output_data(), size});
  if (error != 0) {
    outcome_.ending = ending::not_writable;
    outcome_.error = error;
    return step::stop;
  }
  outcome_.bytes_written += size;
  cut_output(0, size);
  current_begin_ -= std::min(current_begin_, size);
  return step::go_on;
}

// Writes complete texts, and what is too long to be held back.
transcoder::engine::step transcoder::engine::release(bool everything) {
  if (settings_.form == form::none)
    return step::go_on;
  // What is to be sorted is held back whole.
  if (!streaming_ && !settings_.sort_keys &&
      output_size() - current_begin_ > settings_.held) {
    if (resolve_)
      return refuse_overflow();
    streaming_ = true;
  }
  if (streaming_)
    return write_out(output_size());
  if (current_begin_ >= write_size || (everything && current_begin_ != 0))
    return write_out(current_begin_);
  return step::go_on;
}

} // namespace krait::text
