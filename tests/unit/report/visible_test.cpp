// What is shown for each kind of character.
// SPDX-License-Identifier: Apache-2.0
#include "app/report/visible.hpp"

#include <string_view>

#include <doctest/doctest.h>

using namespace krait;
using namespace std::string_view_literals;

TEST_CASE("what a terminal must not see is spelled out") {
  struct row {
    std::string_view text, shown;
    std::size_t width;
  };
  for (const row& r : {
           row{"plain", "plain", 5}, row{"a\tb", "a^Ib", 4},
           row{"\0\x1b\x7f"sv, "^@^[^?", 6}, row{"\xC3\xA9", "\xC3\xA9", 1},
           row{"e\xCC\x81", "e\xCC\x81", 1},               // combining accent
           row{"\xE5\xB1\xB1", "\xE5\xB1\xB1", 2},         // East Asian wide
           row{"\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80", 2}, // emoji
           row{"\xC2\x85", "<U+0085>", 8},                 // C1 control
           row{"\xE2\x80\xAE", "<U+202E>", 8},             // turns text round
           row{"\xEF\xBB\xBF", "<U+FEFF>", 8}, row{"\xFF\xC3(", "\\xFF\\xC3(", 9},
           row{"\xED\xA0\x80", "\\xED\\xA0\\x80", 12},          // surrogate
           row{"\xC0\xAF", "\\xC0\\xAF", 8},                    // overlong
           row{"\xF4\x90\x80\x80", "\\xF4\\x90\\x80\\x80", 16}, // beyond U+10FFFF
           row{"\xE2\x82", "\\xE2\\x82", 8},                    // cut off
       }) {
    CAPTURE(r.shown);
    CHECK(report::visible(r.text) == r.shown);
    std::size_t width = 0;
    std::size_t bytes = 0;
    for (const report::cell& cell : report::cells(r.text, 1000)) {
      width += cell.width;
      bytes += cell.bytes;
    }
    CHECK(width == r.width);
    CHECK(bytes == r.text.size());
  }
}

TEST_CASE("no more cells are made than fit, and one") {
  CHECK(report::cells("abcdef", 3).size() == 4);
  CHECK(report::cells("abc", 3).size() == 3);
  CHECK(report::cells("", 3).empty());
}
