// Where texts end, whatever pieces they come in.
// SPDX-License-Identifier: Apache-2.0
#include "io/text_splitter.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

using namespace krait;

namespace {

// The offset up to which `text` is complete when it comes in pieces of `size`; pieces
// end early where nothing more can matter.
std::size_t complete_up_to(std::string_view text, std::size_t size) {
  io::text_splitter splitter;
  std::size_t complete = 0;
  for (std::size_t at = 0; at < text.size(); at += size) {
    const std::size_t found = splitter.scan(text.substr(at, size));
    if (found != 0)
      complete = at + found;
  }
  return complete;
}

} // namespace

TEST_CASE("texts are complete behind their last byte") {
  struct row {
    std::string_view text;
    std::size_t complete;
  };
  for (const row& r : {
           row{"", 0},
           row{"[", 0},
           row{"[]", 2},
           row{"[1,2] [3", 6},
           row{"{\"a\":[{}]}", 10},
           row{"{\"a\":[{}]}{", 10},
           row{"{\"a\":[{}]", 0},
           row{"\"abc", 0},
           row{"\"abc\"", 5},
           row{"\"a\\\"", 0},
           row{"\"a\\\\\"", 5},
           row{"\"]\"", 3},
           row{"[\"]\"", 0},
           row{"[\"\\\"]\"", 0},
           row{"[\"\\\"]\"]", 7},
           row{"12", 0},
           row{"12 ", 3},
           row{"12\n13", 3},
           row{"null\ttrue\r", 10},
           row{"  \n", 3},
           row{" [ ] \n", 6},
           row{"\"a\"\"b\"[]{}", 10},
           row{"\"a\"1", 3},
       }) {
    for (const std::size_t size : {1u, 2u, 3u, 1000u}) {
      CAPTURE(r.text);
      CAPTURE(size);
      CHECK(complete_up_to(r.text, size) == r.complete);
    }
  }
}

TEST_CASE("what can be no JSON is handed over with its first wrong byte") {
  struct row {
    std::string_view text;
    std::size_t complete;
  };
  for (const row& r : {
           row{"]", 1},
           row{"[1]]", 4},
           row{"}  ", 1},
           row{"\"a\nb", 3},
           row{"[\"a\x01", 4},
           row{"1[", 2},
           row{"12\"", 3},
           row{"tru}", 4},
       }) {
    CAPTURE(r.text);
    io::text_splitter splitter;
    CHECK(splitter.scan(r.text) == r.complete);
    CHECK(splitter.scan("[[[") == 3); // and then all there is
  }
}

TEST_CASE("brackets of the wrong kind are left to the reader") {
  CHECK(complete_up_to("[1} 2", 1000) == 4);
}

TEST_CASE("depth has no limit") {
  const std::size_t depth = 1'000'000;
  const std::string text = std::string(depth, '[') + std::string(depth, ']');
  CHECK(complete_up_to(text, 4096) == text.size());
  CHECK(complete_up_to(text.substr(1), 4096) == text.size() - 1);
  CHECK(complete_up_to(text.substr(0, text.size() - 1), 4096) == 0);
}
