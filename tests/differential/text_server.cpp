// The text engine behind a pipe: answers requests from standard input one after
// another. SPDX-License-Identifier: Apache-2.0
//
// A request is a header and the bytes of an input; an answer is three strings, each
// behind its length: the outcome in numbers, what was written, the findings a line
// each. Lengths and sizes are 32 bits in the machine's order.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>

#include "unit/text/text_io.hpp"

namespace krait {

namespace {

struct request {
  std::uint32_t size;
  std::uint32_t window;
  std::uint32_t piece; // bytes that a read gives; 0: all that fit
  std::uint8_t form;
  std::uint8_t duplicates;
  std::uint8_t flags; // 1 ascii, 2 allow_nan, 4 verbatim, 8 tab, 16 skip, 32 sort
  std::uint8_t unused;
};

text::settings settings_of(const request& asked) {
  text::settings chosen;
  chosen.form = static_cast<text::form>(asked.form);
  chosen.duplicates = static_cast<text::duplicates>(asked.duplicates);
  chosen.window = asked.window;
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

void write(const std::string& answer) {
  const auto size = static_cast<std::uint32_t>(answer.size());
  std::fwrite(&size, sizeof size, 1, stdout);
  std::fwrite(answer.data(), 1, answer.size(), stdout);
}

void serve() {
  request asked;
  while (std::fread(&asked, sizeof asked, 1, stdin) == 1) {
    // A block of its own, so that a sanitizer sees a read behind its end.
    const auto bytes = std::make_unique<char[]>(std::max(asked.size, 1u));
    if (std::fread(bytes.get(), 1, asked.size, stdin) != asked.size)
      return;
    const tests::transcoded done =
        tests::transcode({bytes.get(), asked.size}, settings_of(asked), asked.piece);
    const text::outcome& outcome = done.outcome;
    write(std::to_string(static_cast<int>(outcome.ending)) + " " +
          std::to_string(outcome.texts) + " " + std::to_string(outcome.refused) + " " +
          std::to_string(outcome.duplicates));
    write(done.written);
    std::string findings;
    for (const text::finding& found : done.findings)
      findings += line_of(found);
    write(findings);
    std::fflush(stdout);
  }
}

} // namespace

} // namespace krait

int main() { krait::serve(); }
