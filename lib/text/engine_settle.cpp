// What is remembered of tokens that are done: what is open, and where.
// SPDX-License-Identifier: Apache-2.0
#include "text/engine.hpp"

#include <algorithm>
#include <cstring>

namespace krait::text {

// Places of tokens in ascending order, each counted from the one before, with what
// stage 1 has counted already.
class transcoder::engine::place_walk {
public:
  explicit place_walk(const engine& of) noexcept
      : of_(of),
        at_(of.raw_.kept()),
        before_(of.raw_.before_kept()),
        here_(of.raw_.place_of(at_)) {}

  place to(std::size_t token) noexcept {
    const std::size_t raw = of_.raw_of(token);
    const counts before = count_before(token, raw);
    const counts between{before.newlines - before_.newlines,
                         before.continuations - before_.continuations};
    here_ = of_.raw_.place_behind(here_, at_, between, raw);
    at_ = raw;
    before_ = before;
    return here_;
  }

private:
  counts count_before(std::size_t token, std::size_t raw) const noexcept {
    counts known = before_;
    std::size_t from = at_;
    if (const block_record* const block = block_behind(token)) {
      known.newlines += block->newlines - static_cast<std::uint32_t>(known.newlines);
      known.continuations +=
          block->continuations - static_cast<std::uint32_t>(known.continuations);
      from = block->raw;
    }
    const counts rest = of_.raw_.count(from, raw);
    return {known.newlines + rest.newlines, known.continuations + rest.continuations};
  }

  // The token's block, if it is another one than that of the token before.
  const block_record* block_behind(std::size_t token) const noexcept {
    if (token < of_.waiting_raw_.size())
      return nullptr;
    const block_record& record = of_.record_of(token);
    return record.raw > at_ ? &record : nullptr;
  }

  const engine& of_;
  std::size_t at_;
  counts before_;
  place here_;
};

void transcoder::engine::settle(std::size_t end) {
  if (keys_ && end != 0) {
    place_walk walk(*this);
    keys_->settle(tokens_, [&](std::size_t token) { return walk.to(token); });
  }
  if (end != 0) {
    in_part_ = false;
    settle_levels(end);
  }
  const std::size_t kept = end < tokens_.count ? raw_of(end) : raw_.next();
  raw_.keep_from(kept, index_state_.newlines, index_state_.continuations);
  if (end != 0) {
    const std::size_t begun = grammar_.text_begin_count;
    const bool begins_here = // the text whose first token is `end`
        begun != 0
            ? grammar_.text_begins[begun - 1] == end
            : grammar_.at_start && end == 1 && grammar_.texts != committed_.texts;
    complete_texts_ = grammar_.texts - (begins_here || grammar_.depth != 0 ? 1 : 0);
    last_kind_ = tokens_.kinds[end - 1];
    grammar_.at_start = false;
  }
  keep_tokens(end);
  grammar_.opened_count = grammar_.text_begin_count = 0;
  committed_ = grammar_;
}

void transcoder::engine::settle_levels(std::size_t end) {
  const std::string before = current_key_;
  const bool had_key = has_key_;
  settle_key(end);
  settled_.commit();
  for (std::size_t i = 0; i < grammar_.opened_count; ++i) {
    const opened_level& level = grammar_.opened[i];
    const bool in_object = level.around == inside::object;
    settled_level kept{level.around, in_object, level.index, {}};
    if (in_object && level.key >= 0)
      kept.key = key_text(level.key);
    else if (in_object) {
      kept.key = before;
      kept.has_key = had_key;
    }
    settled_.push(kept);
  }
}

// The last key of the innermost object: before its last token, or that of the container
// that was closed there.
void transcoder::engine::settle_key(std::size_t end) {
  if (grammar_.around != inside::object) {
    has_key_ = false;
    return;
  }
  for (std::size_t i = end; i-- != 0;) {
    const char kind = tokens_.kinds[i];
    if (kind == '"' && tokens_.kinds[i + 1] == ':') {
      current_key_ = key_text(static_cast<std::int64_t>(i));
      has_key_ = true;
      return;
    }
    if (kind == '{') {
      has_key_ = false;
      return;
    }
    if (kind == '}' || kind == ']') {
      const opened_level& closed = grammar_.opened[grammar_.opened_count];
      if (closed.key == settled_key) {
        const settled_level level = settled_.popped();
        current_key_ = level.key;
        has_key_ = level.has_key;
      } else if (closed.key >= 0) {
        current_key_ = key_text(closed.key);
        has_key_ = true;
      }
      return;
    }
  }
}

std::string_view transcoder::engine::key_text(std::int64_t token) const {
  const auto i = static_cast<std::size_t>(token);
  const std::uint32_t begin = tokens_.begins[i];
  return {tokens_.text + begin + 1, tokens_.begins[i + 1] - begin - 2};
}

// The tokens from `end` on become the first ones.
void transcoder::engine::keep_tokens(std::size_t end) {
  const std::size_t left = tokens_.count - end;
  std::vector<std::size_t> raw(left);
  for (std::size_t i = 0; i < left; ++i)
    raw[i] = raw_of(end + i);
  waiting_raw_ = std::move(raw);
  record_count_ = 0;
  if (end == 0)
    return;
  const std::size_t cut = left != 0 ? tokens_.begins[end] : tokens_.text_size;
  std::memmove(tokens_.kinds, tokens_.kinds + end, left);
  for (std::size_t i = 0; i < left; ++i)
    tokens_.begins[i] = tokens_.begins[end + i] - static_cast<std::uint32_t>(cut);
  tokens_.count = left;
  tokens_.text_size -= cut;
  if (settings_.form == form::compact) {
    text_base_ += cut;
    tokens_.text += cut;
  } else {
    std::memmove(tokens_.text, tokens_.text + cut, tokens_.text_size);
  }
}

// Of a token that is none of those that waited.
const block_record& transcoder::engine::record_of(std::size_t token) const {
  const block_record* const records = records_.data();
  const auto* const after =
      std::upper_bound(records, records + record_count_, token,
                       [](std::size_t wanted, const block_record& record) {
                         return wanted < record.tokens_before;
                       });
  return after[-1];
}

std::size_t transcoder::engine::raw_of(std::size_t token) const {
  if (token < waiting_raw_.size())
    return waiting_raw_[token];
  const block_record& record = record_of(token);
  return record.raw + bits::select(record.starts, token - record.tokens_before);
}

// The number of tokens that begin before a byte.
std::size_t transcoder::engine::tokens_before(std::size_t raw) const {
  std::size_t low = 0;
  std::size_t high = tokens_.count;
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (raw_of(middle) < raw)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

} // namespace krait::text
