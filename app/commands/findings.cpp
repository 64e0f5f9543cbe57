// Findings in words, or as JSON.
// SPDX-License-Identifier: Apache-2.0
#include "app/commands/findings.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

#include "app/report/advice.hpp"
#include "app/report/diagnostic.hpp"
#include "app/report/standard_error.hpp"
#include "app/report/visible.hpp"
#include "base/status.hpp"
#include "io/write.hpp"
#include "json/string_writer.hpp"
#include "json/utf8.hpp"

namespace krait::app {
namespace {

using base::errc;

// Bytes that are no UTF-8 (in the name of a file) become U+FFFD.
std::string json_quoted(std::string_view text) {
  constexpr std::uint32_t replacement = 0xFFFD;
  std::string quoted = "\"";
  const char* p = text.data();
  const char* const end = p + text.size();
  while (p != end) {
    const json::code_point next = json::decode_utf8(p, end, false);
    const std::uint32_t value = next.length == 0 ? replacement : next.value;
    if (value >= 0x20 && value < 0x7F && value != '"' && value != '\\') {
      quoted += static_cast<char>(value);
    } else {
      char escape[json::max_escape_length];
      quoted.append(escape, json::write_escape(escape, value));
    }
    p += std::max<std::size_t>(next.length, 1);
  }
  return quoted + '"';
}

std::string counted(std::uint64_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

} // namespace

bool finding_reporter::wants(const text::finding& what) {
  if (options_.quiet)
    return false;
  if (what.refused || options_.verbose)
    return true;
  bool& said = what.code == errc::duplicate_key ? duplicate_said_ : lossy_said_;
  return !std::exchange(said, true);
}

void finding_reporter::found(const text::finding& what) {
  if (!wants(what))
    return;
  text::finding placed = what;
  for (text::place* place : {&placed.at, &placed.first}) {
    place->offset += base_.offset;
    if (place->line == 1)
      place->column += base_.columns;
    place->line += base_.lines;
  }
  placed.record += base_.records;
  if (what.code == errc::duplicate_key) // the engine's words count as it counts
    placed.message =
        fmt::format("the key stands in its object before, at line {}, column {}",
                    placed.first.line, placed.first.column);
  if (as_json_)
    say_json(placed);
  else
    say(placed);
}

void finding_reporter::say(const text::finding& what) {
  std::string words = what.message;
  if (what.refused)
    words += report::advice(what.code);
  else
    words.insert(0, "note: ");
  report::diagnostic diagnostic;
  diagnostic.file = file_;
  diagnostic.line = what.at.line;
  diagnostic.column = what.at.column;
  diagnostic.what = words;
  diagnostic.line_text = what.line_text;
  diagnostic.line_offset = what.line_offset;
  diagnostic.path = what.path;
  diagnostic.record = what.record;
  report::say(report::format(diagnostic, report::error_columns()));
}

void finding_reporter::say_json(const text::finding& what) {
  std::string line = fmt::format(
      "{{\"file\":{},\"kind\":\"{}\",\"line\":{},\"column\":{},\"offset\":{},"
      "\"record\":{}",
      json_quoted(file_), what.refused ? "error" : "note", what.at.line, what.at.column,
      what.at.offset, what.record);
  if (!what.path.empty())
    line += ",\"path\":" + json_quoted(what.path);
  line += ",\"message\":" + json_quoted(what.message);
  if (what.code == errc::duplicate_key)
    line += fmt::format(",\"first\":{{\"line\":{},\"column\":{},\"offset\":{}}}",
                        what.first.line, what.first.column, what.first.offset);
  const io::result written = io::write_all(STDOUT_FILENO, line + "}\n");
  if (!written.ok())
    throw output_failure(written.error);
}

void finding_reporter::found_nothing(std::uint64_t line, std::uint64_t column) {
  text::finding nothing;
  nothing.code = errc::empty_text;
  nothing.refused = true;
  nothing.message = base::message(errc::empty_text);
  nothing.at.line = line;
  nothing.at.column = column;
  found(nothing);
}

void finding_reporter::conclude(std::uint64_t duplicates, std::uint64_t lossy,
                                std::uint64_t skipped, bool cut_short) {
  if (options_.quiet || as_json_)
    return;
  const std::string file = report::visible(file_);
  if (duplicates > 1)
    report::say(fmt::format("{}: {}; of each the last value counts\n", file,
                            counted(duplicates, "duplicate key")));
  if (lossy > 1)
    report::say(fmt::format("{}: {} that no double holds exactly\n", file,
                            counted(lossy, "number")));
  if (skipped != 0)
    report::say(fmt::format("{}: {} passed over\n", file, counted(skipped, "text")));
  if (cut_short)
    report::say(fmt::format("{}: the text was longer than what is held back; its "
                            "output ends in the middle\n",
                            file));
}

} // namespace krait::app
