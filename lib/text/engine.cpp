// The loop: bytes to blocks, blocks to tokens, tokens to output.
// SPDX-License-Identifier: Apache-2.0
#include "text/engine.hpp"

#include <algorithm>
#include <cstring>
#include <new>

#include "base/input_start.hpp"

namespace krait::text {

namespace {

duplicates effective(const settings& chosen) noexcept {
  if (chosen.strict)
    return duplicates::error;
  // Keys that stay as they are written may as well stand there twice.
  if (chosen.verbatim && chosen.duplicates == duplicates::last)
    return duplicates::keep;
  return chosen.duplicates;
}

} // namespace

transcoder::engine::engine(const settings& chosen)
    : settings_(chosen),
      indent_(chosen.indent),
      kernels_(kernels_of(simd::selected().chosen)),
      pretty_(indent_, kernels_) {
  settings_.indent = indent_;
  settings_.window = std::max(chosen.window, least_window);
  settings_.duplicates = effective(chosen);
  rewrite_options& rewrite = index_options_.rewrite;
  rewrite.verbatim = chosen.verbatim;
  rewrite.keep_numbers = chosen.verbatim || chosen.form == form::none;
  rewrite.ascii = chosen.ascii && chosen.form != form::none;
  rewrite.watch_lossy = chosen.strict || chosen.note_lossy;
  index_options_.keep_breaks = chosen.form == form::compact;
  index_options_.allow_nan = chosen.read.allow_nan;
  index_options_.fast_pext = simd::has_fast_pext();
  if (settings_.duplicates != duplicates::keep)
    keys_.emplace(chosen.verbatim);
}

void transcoder::engine::start() {
  outcome_ = {};
  raw_.reset();
  index_state_ = {};
  log_ = {};
  at_end_ = false;
  grammar_ = {};
  grammar_.max_depth = settings_.read.max_depth;
  grammar_.allow_nan = settings_.read.allow_nan;
  text_base_ = 0;
  pretty_out_.clear();
  current_begin_ = 0;
  noted_key_ = false;
  complete_texts_ = 0;
  restart_tokens();
}

outcome transcoder::engine::run(source& from, sink& to, listener& notes) {
  from_ = &from;
  to_ = &to;
  notes_ = &notes;
  start();
  if (run_rounds() == step::go_on) {
    outcome_.texts = complete_texts_ - outcome_.refused;
    outcome_.lines = raw_.place_of(raw_.next()).line - 1;
  }
  return outcome_;
}

transcoder::engine::step transcoder::engine::run_rounds() {
  if (!read_start())
    return step::stop;
  if (const base::errc wide = base::wide_encoding(raw_.rest()); wide != base::errc::ok)
    if (refuse_encoding(wide) == step::stop)
      return step::stop;
  raw_.skip_byte_order_mark();
  waiting_raw_.front() = raw_.next(); // the first text begins behind it
  for (;;) {
    while (raw_.left() >= 2 * block_bytes) {
      // A block behind those must be there to be looked at.
      const std::size_t blocks =
          std::min(raw_.left() / block_bytes - 1, settings_.window / block_bytes);
      index(blocks, blocks * block_bytes);
      if (process() == step::stop || pass_string() == step::stop)
        return step::stop;
    }
    if (at_end_) {
      if (finish() == step::stop)
        return step::stop;
      if (raw_.left() == 0)
        return step::go_on;
      continue;
    }
    if (from_->may_wait() && index_tail() == step::stop)
      return step::stop;
    if (!read_more())
      return step::stop;
  }
}

// As much as it takes to know the encoding.
bool transcoder::engine::read_start() {
  if (!borrow_start() && !read_more())
    return false;
  while (!at_end_ && base::is_start_open(raw_.rest()))
    if (!read_more())
      return false;
  return true;
}

// Where a line may be passed over, work goes on behind it as if nothing had been there:
// bytes are changed for that, and others may want them as they are.
bool transcoder::engine::borrow_start() {
  if (settings_.on_error == on_error::skip)
    return false;
  std::size_t size = 0;
  char* const lent = from_->lend(size);
  if (lent == nullptr || size == 0)
    return false;
  raw_.borrow(lent, size);
  outcome_.bytes_read += size;
  return true;
}

bool transcoder::engine::read_more() {
  const std::size_t moved = raw_.make_room(settings_.window);
  for (std::size_t& raw : waiting_raw_)
    raw -= moved;
  std::size_t got = 0;
  if (const int error = from_->read(raw_.room(), settings_.window, got); error != 0) {
    stop_reading(error);
    return false;
  }
  raw_.add(got);
  outcome_.bytes_read += got;
  at_end_ = got == 0;
  return true;
}

// What is complete is valid, whatever comes behind it.
transcoder::engine::step transcoder::engine::stop_reading(int error) {
  cut_output(current_begin_, output_size());
  if (release(true) == step::stop)
    return step::stop;
  outcome_.ending = ending::not_readable;
  outcome_.error = error;
  return step::stop;
}

void transcoder::engine::make_room(std::size_t blocks) {
  const std::size_t used = tokens_.count;
  const std::size_t most = used + (blocks + 2) * block_bytes + overshoot;
  tokens_.kinds = kinds_.reserve(most, used + 2);
  tokens_.begins = begins_.reserve(most, used);
  records_.reserve(record_count_ + blocks, record_count_);
  grammar_.opened = opened_.reserve(most, 0);
  grammar_.keys = key_masks_.reserve(most / 64 + 2, 0);
  grammar_.edges = edges_.reserve(most, 0);
  grammar_.text_begins = text_begins_.reserve(most, 0);
  text_.advance_to(text_.cursor() - text_.size() + text_base_ + tokens_.text_size);
  // Line breaks between texts, too.
  if (!text_.reserve((blocks + 2) * block_bytes * most_growth + most))
    throw std::bad_alloc{};
  tokens_.text = text_.cursor() - tokens_.text_size;
}

void transcoder::engine::index(std::size_t blocks, std::size_t bytes) {
  make_room(blocks);
  index_options_.raw = raw_.data();
  kernels_.index(index_state_, index_options_, raw_.data() + raw_.next(), blocks,
                 tokens_, records_.data() + record_count_, log_);
  // Stage 2 takes 64 kinds at a time and looks two ahead.
  std::memset(tokens_.kinds + tokens_.count, no_token, block_bytes + 2);
  record_count_ += blocks;
  raw_.advance(bytes);
}

transcoder::engine::step transcoder::engine::process() {
  if (log_.bad || (log_.lossy != 0 && settings_.strict))
    return refuse(nullptr);
  note_lossy();
  const std::size_t end = tokens_.count > 2 ? tokens_.count - 2 : 0;
  if (const step done = commit(end); done != step::go_on)
    return done;
  return release(false);
}

// Tokens [0, end) are done, if they are right. Two stand behind them, or `no_token`.
transcoder::engine::step transcoder::engine::commit(std::size_t end) {
  if (end != 0) {
    // A string that has left in part was a value for who came before it.
    const bool is_key = in_part_ && tokens_.kinds[1] == ':';
    if (is_key || !kernels_.check(grammar_, tokens_, 0, end))
      return refuse(nullptr);
    if (const step watched = watch_keys(end); watched != step::go_on)
      return watched;
    if (const step written = write_tokens(end); written != step::go_on)
      return written;
  }
  settle(end);
  return step::go_on;
}

// Reading may take long, and what has come may be complete: a record leaves then.
transcoder::engine::step transcoder::engine::index_tail() {
  // No token of a valid text goes over the end of a line.
  if (const std::size_t lines = raw_.left_in_lines(); lines != 0) {
    raw_.show_only(lines);
    index((lines + block_bytes - 1) / block_bytes, lines);
    raw_.show_all();
    if (const step done = process(); done != step::go_on)
      return done;
    if (all_complete())
      if (const step done = complete_text(); done != step::go_on)
        return done;
  }
  const std::size_t left = raw_.left();
  if (left != 0) {
    const index_state state_before = index_state_;
    const token_list tokens_before = tokens_;
    const rewrite_log log_before = log_;
    const std::size_t records_before = record_count_;
    raw_.pad();
    index((left + block_bytes - 1) / block_bytes, left);
    const bool in_scalar = (index_state_.scalar >> ((left - 1) % block_bytes) & 1) != 0;
    if (in_scalar || index_state_.in_string != 0 || log_.bad) {
      index_state_ = state_before;
      tokens_.count = tokens_before.count;
      tokens_.text_size = tokens_before.text_size;
      log_ = log_before;
      record_count_ = records_before;
      raw_.advance(0 - left);
    } else if (const step done = process(); done != step::go_on) {
      return done;
    }
  }
  if (all_complete())
    if (const step done = complete_text(); done != step::go_on)
      return done;
  return release(true);
}

// Whether the tokens left over end a text.
bool transcoder::engine::all_complete() const {
  std::size_t depth = grammar_.depth;
  const std::size_t begin = grammar_.at_start ? 1 : 0;
  if (begin >= tokens_.count || index_state_.inside_token())
    return false;
  for (std::size_t i = begin; i < tokens_.count; ++i) {
    const char kind = tokens_.kinds[i];
    if (kind == '{' || kind == '[')
      ++depth;
    else if ((kind == '}' || kind == ']') && depth-- == 0)
      return false;
  }
  const char last = tokens_.kinds[tokens_.count - 1];
  return depth == 0 && last != ',' && last != ':';
}

transcoder::engine::step transcoder::engine::complete_text() {
  tokens_.kinds[tokens_.count] = tokens_.kinds[tokens_.count + 1] = no_token;
  if (const step done = commit(tokens_.count); done != step::go_on)
    return done;
  end_text();
  restart_tokens();
  return step::go_on;
}

transcoder::engine::step transcoder::engine::finish() {
  // The white space behind the end ends a number, too.
  const std::size_t left = raw_.left();
  raw_.pad();
  index(left / block_bytes + 1, left);
  if (log_.bad || (log_.lossy != 0 && settings_.strict) || index_state_.in_string != 0)
    return refuse(nullptr);
  note_lossy();
  if (grammar_.at_start && tokens_.count == 1)
    return release(true);
  const std::size_t count = tokens_.count;
  if (!kernels_.check(grammar_, tokens_, 0, count) || grammar_.depth != 0)
    return refuse(nullptr);
  restore();
  if (const step done = complete_text(); done != step::go_on)
    return done;
  return release(true);
}

// The first token stands for the start of a text.
void transcoder::engine::restart_tokens() {
  settled_.clear();
  if (keys_)
    keys_->reset();
  grammar_.around = inside::top;
  grammar_.index = 0;
  grammar_.depth = 0;
  grammar_.at_start = true;
  grammar_.opened_count = grammar_.text_begin_count = 0;
  grammar_.settled = &settled_;
  current_key_.clear();
  has_key_ = false;
  last_kind_ = no_token;
  pretty_.reset();
  streaming_ = resolve_ = resolve_last_ = in_part_ = false;
  index_state_.close = 0; // no line break is kept behind it
  tokens_.count = tokens_.text_size = 0;
  record_count_ = 0;
  make_room(1);
  tokens_.kinds[0] = text_start;
  tokens_.begins[0] = 0;
  tokens_.count = 1;
  waiting_raw_.assign(1, raw_.next());
  committed_ = grammar_;
  current_begin_ = output_size();
}

} // namespace krait::text
