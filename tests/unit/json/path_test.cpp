// SPDX-License-Identifier: Apache-2.0
#include "json/path.hpp"

#include <doctest/doctest.h>

namespace krait::json {

TEST_CASE("a key is a name where it can be, else quoted as JSON") {
  struct row {
    std::string_view key;
    const char* text;
  };
  for (const row& r :
       {row{"name", "$.name"}, row{"_a1", "$._a1"}, row{"1a", "$[\"1a\"]"},
        row{"", "$[\"\"]"}, row{"full name", "$[\"full name\"]"},
        row{"a\"b\\c\n", "$[\"a\\\"b\\\\c\\n\"]"}, row{"\xC3\xA9", "$[\"\xC3\xA9\"]"},
        row{"\xED\xA0\x80", "$[\"\\ud800\"]"}, row{"\xFF", "$[\"\xEF\xBF\xBD\"]"},
        row{"\x7F", "$[\"\\u007f\"]"}}) {
    path path;
    path.add_key(r.key);
    CAPTURE(r.text);
    CHECK(path.text() == r.text);
  }
}

TEST_CASE("a key as it stands in a text has its escapes read") {
  struct row {
    std::string_view raw;
    const char* text;
  };
  for (const row& r :
       {row{"na\\u006de", "$.name"}, row{"a\\/b", "$[\"a/b\"]"},
        row{"\\ud83d\\ude00", "$[\"\xF0\x9F\x98\x80\"]"},
        row{"\\ud83d", "$[\"\\ud83d\"]"}, row{"\\ud83d\\u0041", "$[\"\\ud83dA\"]"},
        row{"\\n", "$[\"\\n\"]"}}) {
    path path;
    path.add_raw_key(r.raw);
    CAPTURE(r.raw);
    CHECK(path.text() == r.text);
  }
}

TEST_CASE("long keys and long paths are cut") {
  path path;
  path.add_key(std::string(1000, 'k'));
  CHECK(path.text().size() < 200);
  CHECK(path.text().find("...") != std::string::npos);
  const auto add = [](class path& built, std::size_t i) { built.add_index(i); };
  CHECK(build_path(3, add) == "$[0][1][2]");
  const std::string text = build_path(1000, add);
  CHECK(text.starts_with("$[0][1]"));
  CHECK(text.ends_with("[998][999]"));
  CHECK(text.size() < 400);
}

} // namespace krait::json
