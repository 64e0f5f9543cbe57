// The text engine behind a pipe: answers requests from standard input one after
// another. SPDX-License-Identifier: Apache-2.0
//
// A request is a header and the bytes of an input; an answer is three strings, each
// behind its length: the outcome in numbers, what was written, the findings a line
// each. Lengths and sizes are 32 bits in the machine's order. The input goes through
// every window, by reads of all sizes in turn; where two answers differ the findings
// say so.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>

#include "unit/text/text_io.hpp"

namespace krait {

namespace {

struct request {
  std::uint32_t size;
  std::uint32_t turn; // which window comes with which size of reads
  std::uint8_t form;
  std::uint8_t duplicates;
  std::uint8_t flags; // 1 ascii, 2 allow_nan, 4 verbatim, 8 tab, 16 skip, 32 sort
  std::uint8_t unused;
};

constexpr std::size_t windows[] = {64, 65, 127, 4096, text::default_window};
constexpr std::size_t lent = SIZE_MAX; // nothing is read, where bytes may be lent
constexpr std::size_t pieces[] = {0, 1, 3, 50, lent, 64, 100}; // a read; 0: all

text::settings settings_of(const request& asked) {
  text::settings chosen;
  chosen.form = static_cast<text::form>(asked.form);
  chosen.duplicates = static_cast<text::duplicates>(asked.duplicates);
  chosen.every_finding = true;
  chosen.ascii = (asked.flags & 1) != 0;
  chosen.read.allow_nan = (asked.flags & 2) != 0;
  chosen.verbatim = (asked.flags & 4) != 0;
  chosen.sort_keys = (asked.flags & 32) != 0;
  if ((asked.flags & 8) != 0)
    chosen.indent = "\t";
  if ((asked.flags & 16) != 0)
    chosen.on_error = text::on_error::skip;
  return chosen;
}

std::string line_of(const text::finding& found) {
  const auto number = [](std::uint64_t value) { return std::to_string(value) + " "; };
  return (found.refused ? "E " : "N ") + number(found.at.offset) +
         number(found.at.line) + number(found.at.column) + number(found.first.offset) +
         number(found.record) + found.path + " " + found.message + "\n";
}

using answer = std::array<std::string, 3>;

answer answer_to(std::string_view input, const text::settings& settings,
                 std::size_t piece) {
  tests::transcoded done;
  if (piece != lent) {
    done = tests::transcode(input, settings, piece);
  } else {
    // Where they must not be lent, all are read.
    const bool skips = settings.on_error == text::on_error::skip;
    tests::lent_source from(input, skips ? input.size() : 0);
    done = tests::transcode_from(from, settings);
  }
  const text::outcome& outcome = done.outcome;
  std::string findings;
  for (const text::finding& found : done.findings)
    findings += line_of(found);
  return {std::to_string(static_cast<int>(outcome.ending)) + " " +
              std::to_string(outcome.texts) + " " + std::to_string(outcome.refused) +
              " " + std::to_string(outcome.duplicates),
          done.written, findings};
}

answer answer_everywhere(std::string_view input, const request& asked) {
  text::settings settings = settings_of(asked);
  answer first;
  std::size_t turn = asked.turn;
  for (const std::size_t window : windows) {
    settings.window = window;
    const std::size_t piece = pieces[turn++ % std::size(pieces)];
    const answer here = answer_to(input, settings, piece);
    if (window == windows[0])
      first = here;
    else if (here != first)
      first[2] += "DIFFERS at window " + std::to_string(window) + ", reads of " +
                  std::to_string(piece) + ": " + here[0] + "\n" + here[1] + "\n" +
                  here[2];
  }
  return first;
}

void write(const std::string& part) {
  const auto size = static_cast<std::uint32_t>(part.size());
  std::fwrite(&size, sizeof size, 1, stdout);
  std::fwrite(part.data(), 1, part.size(), stdout);
}

void serve() {
  request asked;
  while (std::fread(&asked, sizeof asked, 1, stdin) == 1) {
    // A block of its own, so that a sanitizer sees a read behind its end.
    const auto bytes = std::make_unique<char[]>(std::max(asked.size, 1u));
    if (std::fread(bytes.get(), 1, asked.size, stdin) != asked.size)
      return;
    for (const std::string& part : answer_everywhere({bytes.get(), asked.size}, asked))
      write(part);
    std::fflush(stdout);
  }
}

} // namespace

} // namespace krait

int main() { krait::serve(); }
