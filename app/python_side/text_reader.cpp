// Steps from text to text, and the way from a failure to its diagnostic.
// SPDX-License-Identifier: Apache-2.0
#include "app/python_side/text_reader.hpp"

#include <stdexcept>

#include "app/report/advice.hpp"
#include "app/report/diagnostic.hpp"
#include "app/report/standard_error.hpp"
#include "base/byte_order_mark.hpp"
#include "base/position.hpp"

namespace krait::app {
namespace {

constexpr std::string_view white_space = " \t\n\r";

// No value is at fault, so there is no path to it.
bool concerns_whole_input(base::errc code) noexcept {
  return code == base::errc::empty_text || code == base::errc::utf16_text ||
         code == base::errc::utf32_text;
}

} // namespace

text_reader::step text_reader::next() noexcept {
  const std::string_view ready = input_.ready();
  const std::size_t begin = ready.find_first_not_of(white_space);
  const std::size_t skipped = begin == std::string_view::npos ? ready.size() : begin;
  input_.consume(skipped);
  if (validated_)
    valid_.remove_prefix(skipped);
  if (skipped < ready.size())
    return step::text;
  return input_.at_end() ? step::end : step::read;
}

io::result text_reader::read_more() noexcept {
  timing::phase* const read =
      options_.times == nullptr ? nullptr : &options_.times->read;
  const std::size_t before = input_.bytes_read();
  const timing::lap lap(read);
  const io::result done = input_.read_more();
  if (read != nullptr)
    read->bytes += input_.bytes_read() - before;
  validated_ = false;
  return done;
}

void text_reader::validate(const engine& engine) {
  const std::string_view ready = input_.ready();
  const std::size_t valid = engine.valid_utf8_prefix(ready);
  valid_ = ready;
  if (valid != ready.size()) {
    valid_copy_ = ready.substr(0, valid);
    valid_ = valid_copy_;
  }
  validated_ = true;
}

// A number or literal that ends where the valid bytes end is not separated from what
// follows; to the engine it looks as if nothing did.
bool text_reader::stops_at_bad_byte(std::size_t consumed) const noexcept {
  if (consumed != valid_.size() || consumed == input_.ready().size())
    return false;
  const char last = valid_.back();
  return last != ']' && last != '}' && last != '"';
}

bool text_reader::transcode(engine& engine, base::output_buffer* out) {
  if (!validated_)
    validate(engine);
  const std::size_t before = out == nullptr ? 0 : out->size();
  std::size_t consumed = 0;
  const base::status read = engine.transcode(valid_, consumed, out);
  if (!read.ok() || stops_at_bad_byte(consumed)) {
    if (out != nullptr)
      out->advance_to(out->cursor() - (out->size() - before));
    return false;
  }
  last_text_ = input_.ready().substr(0, consumed);
  input_.consume(consumed);
  valid_.remove_prefix(consumed);
  ++count_;
  return true;
}

place_base text_reader::before_last_text() const noexcept {
  const io::surroundings done = input_.consumed();
  const std::size_t begin = done.held.size() - last_text_.size();
  const base::position place = base::locate(done.held.substr(0, begin), begin);
  place_base before;
  before.offset = input_.offset() - last_text_.size();
  before.lines = done.lines_before + place.line - 1;
  before.columns = place.column - 1 + (place.line == 1 ? done.columns_before : 0);
  before.records = count_ - 1;
  return before;
}

std::string_view text_reader::line_of_last_text(std::size_t& offset) const noexcept {
  const std::string_view done = input_.consumed().held;
  const std::string_view held{done.data(), done.size() + input_.ready().size()};
  const std::size_t at = done.size() - last_text_.size() + offset;
  const base::position place = base::locate(held, at);
  offset = at - place.line_begin;
  return held.substr(place.line_begin, place.line_end - place.line_begin);
}

json::diagnosis text_reader::diagnose(const json::limits& limits) {
  if (refuses_encoding())
    return {input_.wide_encoding(), 0,
            std::string(base::message(input_.wide_encoding())), ""};
  const std::string_view rest = input_.ready();
  // That of the input's start is gone, so this is another one.
  if (rest.starts_with(base::byte_order_mark))
    return {base::errc::missing_value, 0,
            "a byte order mark may stand at the start of the input only", "$"};
  json::diagnosis found =
      json::diagnose(rest, options_.read, json::extent::one, limits);
  if (found.ok())
    throw std::logic_error("text " + std::to_string(count_ + 1) + " of " + name_ +
                           " is refused, but nothing is found wrong with it");
  if (concerns_whole_input(found.code))
    found.path.clear();
  return found;
}

std::string text_reader::explain(const json::limits& limits) {
  const json::diagnosis found = diagnose(limits);
  const io::surroundings around = input_.around();
  // What is no UTF-8 is refused where it begins, though white space may stand there.
  const std::size_t offset = refuses_encoding() ? 0 : around.next + found.offset;
  const base::position place = base::locate(around.held, offset);
  const std::string words = found.message + std::string(report::advice(found.code));
  report::diagnostic finding;
  finding.file = name_;
  finding.line = place.line + around.lines_before;
  finding.column = place.column + (place.line == 1 ? around.columns_before : 0);
  finding.what = words;
  finding.line_text =
      around.held.substr(place.line_begin, place.line_end - place.line_begin);
  finding.line_offset = offset - place.line_begin;
  finding.path = found.path;
  finding.record = count_ + 1;
  return report::format(finding, report::error_columns());
}

} // namespace krait::app
