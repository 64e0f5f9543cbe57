// SPDX-License-Identifier: Apache-2.0
#include "text/member_order.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace krait::text {
namespace {

std::string ordered(std::string texts, member_order order) {
  char* const end = order_members(texts.data(), texts.data() + texts.size(), order);
  texts.resize(static_cast<std::size_t>(end - texts.data()));
  return texts;
}

// Also inside of an object that is too long to be moved at once, before and behind. An
// empty `expected`: the texts are in order as they stand.
void check(std::string_view texts, member_order order, std::string_view expected) {
  CAPTURE(texts);
  if (expected.empty())
    expected = texts;
  CHECK(ordered(std::string(texts), order) == expected);
  if (texts.back() == '\n')
    return;
  const std::string filler = "\"" + std::string(5000, 'x') + "\"";
  const auto around = [&](std::string_view inner) {
    return "[{\"a\":" + filler + ",\"b\":" + std::string(inner) +
           "},{\"a\":" + std::string(inner) + ",\"b\":" + filler + "}]";
  };
  CHECK(ordered(around(texts), order) == around(expected));
  const auto swapped = [&](std::string_view inner) {
    return "{\"b\":" + std::string(inner) + ",\"a\":" + filler + "}";
  };
  if (order != member_order::first_place)
    CHECK(ordered(swapped(texts), order) ==
          "{\"a\":" + filler + ",\"b\":" + std::string(expected) + "}");
}

TEST_CASE("the last value of a key comes to its first place") {
  struct row {
    std::string_view texts;
    std::string_view expected;
  };
  for (const row& r : {
           row{R"({"b":1,"a":2,"b":3})", R"({"b":3,"a":2})"},
           {R"({"a":[1,{"x":1}],"a":[2,{"y":1,"y":{"z":1,"z":2}}]})",
            R"({"a":[2,{"y":{"z":2}}]})"},
           {"{\n  \"a\": 1,\n  \"a\": 22\n}\n", "{\n  \"a\": 22\n}\n"},
           {R"({"a\"":"}","a\"":"{"})", R"({"a\"":"{"})"},
           {"[]\n{\"b\":1,\"a\":2}\n", ""},
           {"{}", ""},
           {"1\n\"a\"\n", ""},
       })
    check(r.texts, member_order::first_place, r.expected);
}

TEST_CASE("members are sorted by the code points that their keys mean") {
  struct row {
    std::string_view texts;
    std::string_view expected;
  };
  for (const row& r : {
           row{R"({"b":1,"a":2,"aa":3,"":4})", R"({"":4,"a":2,"aa":3,"b":1})"},
           {R"({"b":1,"a":2,"b":3})", R"({"a":2,"b":3})"},
           {R"({"a":1,"a":2})", R"({"a":2})"},
           // U+FFFF is below U+10000, whose UTF-16 is below that of U+FFFF; a lone
           // surrogate is below both, and 0x7F below all that is not ASCII.
           {R"({"\ud800\udc00":1,"\uffff":2,"\ud800":3,"\u007f":4})",
            R"({"\u007f":4,"\ud800":3,"\uffff":2,"\ud800\udc00":1})"},
           {"{\"\xC3\xA9\":1,\"\\u00e8\":2,\"z\":3}",
            "{\"z\":3,\"\\u00e8\":2,\"\xC3\xA9\":1}"},
           {R"({"\n":1,"\t":2,"\"":3,"!":4})", R"({"\t":2,"\n":1,"!":4,"\"":3})"},
           {"[{\"b\":{\"d\":1,\"c\":[{\"f\":1,\"e\":2}]},\"a\":0},{\"h\":1,\"g\":{}}]"
            "\n1\n"
            "{\"z\":[],\"y\":{}}\n",
            "[{\"a\":0,\"b\":{\"c\":[{\"e\":2,\"f\":1}],\"d\":1}},{\"g\":{},\"h\":1}]"
            "\n1\n"
            "{\"y\":{},\"z\":[]}\n"},
           {"{\n  \"b\": {\n    \"d\": 1,\n    \"c\": 2\n  },\n  \"a\": [\n    1\n  "
            "]\n}\n",
            "{\n  \"a\": [\n    1\n  ],\n  \"b\": {\n    \"c\": 2,\n    \"d\": 1\n  "
            "}\n}\n"},
           {R"({"a":{"a":{"a":1}},"b":2})", ""},
       })
    check(r.texts, member_order::sorted, r.expected);
}

TEST_CASE("members of one key stay in their order where both are kept") {
  check(R"({"b":1,"a":1,"b":2,"a":0})", member_order::sorted_all,
        R"({"a":1,"a":0,"b":1,"b":2})");
  check(R"({"a":1,"a":0,"b":1})", member_order::sorted_all, "");
}

TEST_CASE("deep and wide objects are sorted") {
  constexpr int depth = 100'000; // a recursion would not outlive it
  std::string deep;
  std::string sorted;
  for (int i = 0; i < depth; ++i) {
    deep += R"({"b":1,"a":)";
    sorted += R"({"a":)";
  }
  deep += "0" + std::string(depth, '}');
  sorted += "0";
  for (int i = 0; i < depth; ++i)
    sorted += R"(,"b":1})";
  CHECK(ordered(deep, member_order::sorted) == sorted);
  CHECK(ordered(sorted, member_order::sorted) == sorted);

  constexpr int width = 200'000;
  std::string wide = "{";
  std::string in_order = "{";
  for (int i = 0; i < width; ++i) {
    wide += (i == 0 ? "\"" : ",\"") + std::to_string(10 * width - i) + R"(":{"k":1})";
    in_order +=
        (i == 0 ? "\"" : ",\"") + std::to_string(9 * width + 1 + i) + R"(":{"k":1})";
  }
  CHECK(ordered(wide + "}", member_order::sorted) == in_order + "}");
}

} // namespace
} // namespace krait::text
