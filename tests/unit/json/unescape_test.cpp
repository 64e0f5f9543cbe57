// SPDX-License-Identifier: Apache-2.0
#include "json/unescape.hpp"

#include <doctest/doctest.h>

namespace krait::json {

TEST_CASE("each escape becomes what it means") {
  struct row {
    std::string_view raw;
    std::string_view text;
  };
  for (const row& r : {
           row{"", ""},
           {"plain \xC3\xA9", "plain \xC3\xA9"},
           {R"(\"\\\/\b\f\n\r\t)", "\"\\/\b\f\n\r\t"},
           {R"(a\u0041\u00e9\u20AC)", "aA\xC3\xA9\xE2\x82\xAC"},
           {R"(\ud83d\ude00!)", "\xF0\x9F\x98\x80!"},
           {R"(\ud83d)", "\xED\xA0\xBD"},
           {R"(\ude00\ud83d)", "\xED\xB8\x80\xED\xA0\xBD"},
           {R"(\ud83d\u0041)", "\xED\xA0\xBD\x41"},
           {R"(\ud83d\n)", "\xED\xA0\xBD\n"},
       }) {
    CAPTURE(r.raw);
    CHECK(unescape(r.raw) == r.text);
  }
}

} // namespace krait::json
