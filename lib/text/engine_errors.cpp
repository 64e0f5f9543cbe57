// What is wrong or noted: found again by the exact reader, with its place and path.
// SPDX-License-Identifier: Apache-2.0
#include "text/engine.hpp"

#include <algorithm>
#include <cstring>

#include "base/byte_order_mark.hpp"
#include "json/characters.hpp"
#include "json/path.hpp"

namespace krait::text {

namespace {

constexpr std::string_view ways_on =
    "; --verbatim and --duplicates keep write both, --engine python writes the last";

// No value is at fault, so there is no path to it.
bool concerns_whole_input(base::errc code) noexcept {
  return code == base::errc::empty_text || code == base::errc::utf16_text ||
         code == base::errc::utf32_text;
}

std::string ordinal_place(const place& at) {
  return "line " + std::to_string(at.line) + ", column " + std::to_string(at.column);
}

} // namespace

// What the exact reader makes of the bytes at hand.
struct transcoder::engine::reading {
  json::diagnosis found;     // its offset is one of raw_
  std::size_t begin = 0;     // raw: of the text in which it was found
  bool begun_before = false; // that text began before the tokens at hand
  std::uint64_t texts = 0;   // complete ones before it
};

struct transcoder::engine::offence {
  finding what;
  std::size_t raw;   // where it is
  std::size_t token; // the first one of its text
  bool begun_before; // there is none: the text began before the tokens at hand
};

bool transcoder::engine::refuses_duplicates() const {
  return settings_.duplicates == duplicates::error;
}

// As it was before the tokens at hand were checked.
void transcoder::engine::restore() {
  settled_.restore();
  grammar_.around = committed_.around;
  grammar_.index = committed_.index;
  grammar_.depth = committed_.depth;
  grammar_.texts = committed_.texts;
  grammar_.opened_count = grammar_.text_begin_count = 0;
}

json::expected transcoder::engine::expected_next() const {
  if (committed_.depth == 0)
    return json::expected::text;
  const bool in_object = committed_.around == inside::object;
  switch (last_kind_) {
  case '[': return json::expected::element;
  case '{': return json::expected::member;
  case ',': return in_object ? json::expected::key : json::expected::value;
  case ':': return json::expected::value;
  case '"':
    // A value is followed by a colon in no text that came this far.
    return in_object && tokens_.count != 0 && tokens_.kinds[0] == ':'
               ? json::expected::colon
               : json::expected::separator;
  default: return json::expected::separator;
  }
}

// The outermost first. Each level says where it stands in the one around it.
std::vector<json::open_container> transcoder::engine::open_containers() const {
  std::vector<json::open_container> open(committed_.depth);
  if (open.empty())
    return open;
  open.back() = {committed_.around == inside::object, has_key_,
                 static_cast<std::size_t>(committed_.index), current_key_};
  std::size_t end = 0;
  for (std::size_t i = open.size(); i-- > 1;) {
    const settled_level level = settled_.before(end);
    open[i - 1] = {level.around == inside::object, level.has_key,
                   static_cast<std::size_t>(level.index), level.key};
  }
  return open;
}

transcoder::engine::reading
transcoder::engine::read_exactly(std::size_t raw_end) const {
  reading result;
  // Of a string that has left in part the rest is read, with a quotation mark before.
  const std::size_t first = raw_.kept() - (in_part_ ? 1 : 0);
  std::string bytes(raw_.data() + first, raw_end - first);
  if (in_part_)
    bytes[0] = '"';
  std::size_t at = 0; // in `bytes`
  const auto rest = [&] { return std::string_view(bytes).substr(at); };
  const auto conclude = [&](json::diagnosis&& found) {
    result.found = std::move(found);
    result.found.offset += first + at;
    return result;
  };
  result.begun_before = in_part_;
  if (const json::expected next = expected_next(); next != json::expected::text) {
    const std::vector<json::open_container> open = open_containers();
    json::diagnosis read = json::diagnose_rest(rest(), settings_.read, open, next);
    result.begun_before = true;
    if (!read.ok())
      return conclude(std::move(read));
    at += read.offset;
    ++result.texts;
    result.begun_before = false;
  }
  for (;;) {
    while (at != bytes.size() && json::is_space(bytes[at]))
      ++at;
    result.begin = first + at;
    if (at == bytes.size())
      return conclude({});
    // That of the input's start is gone, so this is another one.
    if (rest().starts_with(base::byte_order_mark))
      return conclude({base::errc::missing_value, 0,
                       "a byte order mark may stand at the start of the input only",
                       "$"});
    json::diagnosis read = json::diagnose(rest(), settings_.read, json::extent::one);
    if (!read.ok())
      return conclude(std::move(read));
    at += read.offset;
    ++result.texts;
    result.begun_before = false;
  }
}

finding transcoder::engine::describe(const reading& read, std::size_t raw) const {
  finding what;
  what.code = read.found.code;
  what.message = read.found.message;
  if (!concerns_whole_input(what.code))
    what.path = read.found.path;
  what.record = complete_texts_ + read.texts + 1;
  if (raw < raw_.kept()) { // the start of a string that has left in part
    what.at = part_start_;
    return what;
  }
  what.at = raw_.place_of(raw);
  what.line_text = raw_.line_around(raw, what.line_offset);
  return what;
}

finding transcoder::engine::describe_key(const repeated_key& key) const {
  const std::size_t raw = raw_of(key.token);
  // A text that ended before the key would lack the end of its object.
  const reading read = read_exactly(raw);
  finding what = describe(read, raw);
  what.code = base::errc::duplicate_key;
  json::path path;
  path.add_raw_key(key_text(static_cast<std::int64_t>(key.token)));
  what.path = read.found.path + path.text().substr(1);
  what.first =
      key.first_at_hand ? raw_.place_of(raw_of(key.first_token)) : key.first_place;
  what.message = "the key stands in its object before, at " + ordinal_place(what.first);
  return what;
}

finding transcoder::engine::describe_lossy(std::size_t raw) const {
  finding what = describe(read_exactly(raw), raw);
  what.code = base::errc::lossy_number;
  what.message = base::message(what.code);
  return what;
}

// Keys of the tokens [0, end), which are in order.
transcoder::engine::step transcoder::engine::watch_keys(std::size_t end) {
  if (!keys_)
    return step::go_on;
  repeated_.clear();
  keys_->look(tokens_, grammar_, end, repeated_);
  if (grammar_.text_begin_count != 0)
    resolve_last_ = false;
  if (repeated_.empty())
    return step::go_on;
  if (refuses_duplicates())
    return refuse(&repeated_.front());
  const bool writes = settings_.form != form::none;
  const std::uint32_t* const begins = grammar_.text_begins;
  const std::size_t first_begin = grammar_.text_begin_count != 0 ? begins[0] : SIZE_MAX;
  for (const repeated_key& key : repeated_) {
    if (writes && streaming_ && key.token < first_begin)
      return refuse(&key);
    ++outcome_.duplicates;
    resolve_ = resolve_ || writes;
    resolve_last_ =
        writes && (grammar_.text_begin_count == 0 ||
                   key.token >= grammar_.text_begins[grammar_.text_begin_count - 1]);
    if (!noted_key_ || settings_.every_finding) {
      noted_key_ = true;
      notes_->found(describe_key(key));
    }
  }
  return step::go_on;
}

// Numbers that stage 1 found since the last call.
void transcoder::engine::note_lossy() {
  if (log_.lossy == 0)
    return;
  if (outcome_.lossy == 0)
    notes_->found(
        describe_lossy(static_cast<std::size_t>(log_.first_lossy - raw_.data())));
  outcome_.lossy += log_.lossy;
  log_.lossy = 0;
}

// The first bytes of the input say that it is no UTF-8.
transcoder::engine::step transcoder::engine::refuse_encoding(base::errc code) {
  reading read;
  read.found.code = code;
  read.found.message = base::message(code);
  const std::size_t raw = raw_.next();
  return give_up({describe(read, raw), raw, 0, false});
}

// A text whose keys stand twice became too long to be held back.
transcoder::engine::step transcoder::engine::refuse_overflow() {
  const std::size_t raw = raw_.kept();
  finding what = describe(read_exactly(raw), raw);
  what.code = base::errc::duplicate_key;
  what.path.clear();
  what.message = "a key stands twice in an object of a text that is too long to be put "
                 "in order";
  what.message += ways_on;
  return give_up({std::move(what), raw, 0, true});
}

// Something at hand is wrong: the exact reader says what, unless a key that stands
// twice or a number that loses something comes first and is refused, too.
transcoder::engine::step transcoder::engine::refuse(const repeated_key* repeated) {
  std::optional<repeated_key> key;
  if (repeated != nullptr)
    key = *repeated;
  // Stage 2 may know only now which tokens are keys.
  const std::size_t count = tokens_.count;
  tokens_.kinds[count] = tokens_.kinds[count + 1] = no_token;
  restore();
  const reading read = read_exactly(raw_.end());
  const std::size_t wrong_raw = read.found.ok() ? SIZE_MAX : read.found.offset;
  if (!key && keys_) {
    // Keys that come before it count all the same.
    std::size_t right = std::min(tokens_before(wrong_raw), count);
    if (right != 0 && tokens_.kinds[right] == ':') // what stands before it is no key
      --right;
    // Where the last of them is wrong, the masks behind its 64 tokens are not set.
    std::fill_n(grammar_.keys, right / 64 + 1, bits::mask{0});
    static_cast<void>(kernels_.check(grammar_, tokens_, 0, right));
    if (!refuses_duplicates()) {
      if (const step watched = watch_keys(right); watched != step::go_on)
        return watched;
    } else {
      repeated_.clear();
      keys_->look(tokens_, grammar_, right, repeated_);
      if (!repeated_.empty())
        key = repeated_.front();
    }
    restore();
  }
  std::size_t raw = wrong_raw;
  const std::size_t key_raw = key ? raw_of(key->token) : SIZE_MAX;
  const std::size_t lossy_raw =
      settings_.strict && log_.lossy != 0
          ? static_cast<std::size_t>(log_.first_lossy - raw_.data())
          : SIZE_MAX;
  offence what;
  reading place = read;
  if (std::min(key_raw, lossy_raw) < raw) {
    raw = std::min(key_raw, lossy_raw);
    place = read_exactly(raw);
    what.what = key_raw < lossy_raw ? describe_key(*key) : describe_lossy(raw);
    if (key_raw < lossy_raw && !refuses_duplicates())
      what.what.message +=
          std::string("; the first value has gone") + std::string(ways_on);
  } else if (raw == SIZE_MAX) {
    raw = raw_.kept();
    what.what = describe(read, raw);
    what.what.code = base::errc::malformed;
    what.what.message = base::message(base::errc::malformed);
  } else {
    what.what = describe(read, raw);
  }
  what.raw = raw;
  what.begun_before = place.begun_before;
  what.token = place.begun_before ? 0 : tokens_before(place.begin);
  return give_up(what);
}

// Texts that were complete stay; the one with the offence goes, as far as it is here.
transcoder::engine::step transcoder::engine::give_up(const offence& what) {
  const std::size_t begin = committed_.at_start ? 1 : 0;
  restore();
  if (!what.begun_before && what.token > begin) {
    const std::size_t end = what.token;
    tokens_.text_size = end < tokens_.count ? tokens_.begins[end] : tokens_.text_size;
    tokens_.count = end;
    tokens_.kinds[end] = tokens_.kinds[end + 1] = no_token;
    if (kernels_.check(grammar_, tokens_, 0, end)) {
      resolve_last_ = resolve_; // the last text is another one than it was
      if (write_tokens(end) == step::stop)
        return step::stop;
      if (settings_.form == form::compact) {
        text_base_ += tokens_.text_size;
        tokens_.text += tokens_.text_size;
        tokens_.text_size = 0;
      }
      end_text();
    }
  } else if (!what.begun_before) {
    // The text before was complete, but nothing had come behind it.
    if (!committed_.at_start && (streaming_ || output_size() != current_begin_))
      end_text();
  } else {
    outcome_.cut_short = streaming_;
    cut_output(current_begin_, output_size());
  }
  resolve_ = streaming_ = false;
  if (release(true) == step::stop)
    return step::stop;
  ++outcome_.refused;
  complete_texts_ = what.what.record;
  outcome_.texts = complete_texts_ - outcome_.refused;
  finding told = what.what;
  told.refused = true;
  notes_->found(told);
  if (settings_.on_error == on_error::skip)
    return skip_line(what.raw);
  outcome_.ending = ending::invalid;
  return step::stop;
}

// Goes on behind the next newline.
transcoder::engine::step transcoder::engine::skip_line(std::size_t raw) {
  const char* newline = nullptr;
  for (;;) {
    const char* const from = raw_.data() + raw;
    newline = static_cast<const char*>(
        std::memchr(from, '\n', static_cast<std::size_t>(raw_.end() - raw)));
    if (newline != nullptr || at_end_)
      break;
    raw_.jump(raw_.end());
    waiting_raw_.clear();
    if (!read_more())
      return step::stop;
    raw = raw_.next();
  }
  raw_.jump(newline != nullptr ? static_cast<std::size_t>(newline + 1 - raw_.data())
                               : raw_.end());
  index_state_ = {};
  index_state_.newlines = raw_.lines_before_kept();
  log_ = {};
  grammar_.texts = complete_texts_;
  restart_tokens();
  return step::refused;
}

} // namespace krait::text
