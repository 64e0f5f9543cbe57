// SPDX-License-Identifier: Apache-2.0
#include "base/position.hpp"

#include <doctest/doctest.h>

namespace krait::base {

TEST_CASE("an offset is located by lines and code points") {
  struct row {
    std::string_view text;
    std::size_t offset, line, column, line_begin, line_end;
  };
  for (const row& r : {
           row{"", 0, 1, 1, 0, 0}, row{"abc", 0, 1, 1, 0, 3}, row{"abc", 3, 1, 4, 0, 3},
           row{"ab\ncd", 2, 1, 3, 0, 2}, // the line break belongs to its line
           row{"ab\ncd", 3, 2, 1, 3, 5}, row{"ab\ncd\n", 6, 3, 1, 6, 6},
           row{"\n\n\n", 2, 3, 1, 2, 2},
           row{"\xC3\xA9x", 2, 1, 2, 0, 3},         // two bytes, one column
           row{"\xF0\x9F\x98\x80x", 4, 1, 2, 0, 5}, // four bytes, one column
           row{"a\r\nb", 3, 2, 1, 3, 4},
           row{"abc", 99, 1, 4, 0, 3}, // beyond the end is the end
       }) {
    CAPTURE(r.text);
    CAPTURE(r.offset);
    const position found = locate(r.text, r.offset);
    CHECK(found.line == r.line);
    CHECK(found.column == r.column);
    CHECK(found.line_begin == r.line_begin);
    CHECK(found.line_end == r.line_end);
  }
}

TEST_CASE("code points are counted by their first bytes") {
  CHECK(count_code_points("") == 0);
  CHECK(count_code_points("abc") == 3);
  CHECK(count_code_points("\xE4\xB8\xAD\xE6\x96\x87") == 2);
}

} // namespace krait::base
