// Lines that fit, and lines that do not.
// SPDX-License-Identifier: Apache-2.0
#include "app/report/excerpt.hpp"

#include <string>
#include <string_view>

#include <doctest/doctest.h>

using namespace krait;

TEST_CASE("the caret stands below the place") {
  struct row {
    std::string_view line;
    std::size_t offset;
    std::string_view shown, caret;
  };
  for (const row& r : {
           row{"[1,]", 2, "[1,]", "  ^"},
           row{"[1", 2, "[1", "  ^"},
           row{"", 0, "", "^"},
           row{"\t[x]", 2, "^I[x]", "   ^"},
           row{"[\xE5\xB1\xB1 x]", 5, "[\xE5\xB1\xB1 x]", "    ^"},
           row{"[e\xCC\x81 x]", 5, "[e\xCC\x81 x]", "   ^"},
           row{"\xFF x", 2, "\\xFF x", "     ^"},
           row{"[1 2]\r", 3, "[1 2]", "   ^"},
           row{"[1\r", 2, "[1", "  ^"},
           row{"\"\r", 2, "\"^M", "   ^"},
       }) {
    CAPTURE(r.line);
    const report::excerpt made = report::make_excerpt(r.line, r.offset, 76);
    CHECK(made.line == r.shown);
    CHECK(made.caret == r.caret);
  }
}

TEST_CASE("a line that fits exactly is not cut") {
  const std::string line(20, 'x');
  for (std::size_t offset = 0; offset < 20; ++offset)
    CHECK(report::make_excerpt(line, offset, 20).line == line);
}

TEST_CASE("a long line is cut where it is far from the place") {
  struct row {
    std::size_t offset;
    std::string_view shown;
    std::size_t caret;
  };
  const std::string_view line = "abcdefghijklmnopqrstuvwxyz0123456789";
  for (const row& r :
       {row{0, "abcdefghijklmnopq...", 0}, row{9, "abcdefghijklmnopq...", 9},
        row{18, "...lmnopqrstuvwxy...", 10}, row{35, "...tuvwxyz0123456789", 19},
        row{36, "...uvwxyz0123456789", 19}}) {
    CAPTURE(r.offset);
    const report::excerpt made = report::make_excerpt(line, r.offset, 20);
    CHECK(made.line == r.shown);
    CHECK(made.caret == std::string(r.caret, ' ') + "^");
  }
}

TEST_CASE("the caret points at the right character, whatever the line and the width") {
  std::string line;
  for (int i = 0; i < 60; ++i)
    line += i % 3 == 0 ? "\xE5\xB1\xB1" : "ab";
  line += '!';
  const std::size_t place = line.size() - 1;
  line += std::string(200, 'z');
  for (std::size_t columns = 12; columns < 200; ++columns) {
    CAPTURE(columns);
    const report::excerpt made = report::make_excerpt(line, place, columns);
    const std::string before = made.line.substr(0, made.line.find('!'));
    std::size_t width = 0;
    for (const char c : before) // a wide character has three bytes and two columns
      width += c == '\xE5' ? 2 : (static_cast<unsigned char>(c) < 0x80 ? 1 : 0);
    CHECK(made.caret.size() == width + 1);
    CHECK(made.caret.size() <= columns);
  }
}

TEST_CASE("a line of a hundred megabytes costs no more than a short one") {
  const std::string line(100'000'000, 'x');
  const report::excerpt made = report::make_excerpt(line, line.size() / 2, 76);
  CHECK(made.line.size() == 76);
  CHECK(made.line.starts_with("...x"));
  CHECK(made.line.ends_with("x..."));
}
