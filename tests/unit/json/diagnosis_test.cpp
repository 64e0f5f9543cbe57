// SPDX-License-Identifier: Apache-2.0
#include "json/diagnosis.hpp"

#include <doctest/doctest.h>

#include "support/guarded_buffer.hpp"

namespace krait::json {

using base::errc;
using namespace std::string_view_literals;

TEST_CASE("each broken rule is named with its place and its path") {
  struct row {
    std::string_view text;
    errc code;
    std::size_t offset;
    const char* path;
  };
  for (const row& r : {
           row{"", errc::empty_text, 0, "$"},
           row{" \n", errc::empty_text, 2, "$"},
           row{"[1,2", errc::unclosed_array, 4, "$[1]"},
           row{"[1,2 \n ", errc::unclosed_array, 4, "$[1]"},
           row{"{\"a\":[1,{\"b c\":tru}]}", errc::invalid_literal, 15,
               "$.a[1][\"b c\"]"},
           row{"[1,]", errc::trailing_comma, 2, "$[0]"},
           row{"{\"a\":1,}", errc::trailing_comma, 6, "$.a"},
           row{"{\"a\" 1}", errc::missing_colon, 5, "$.a"},
           row{"{'a':1}", errc::single_quoted, 1, "$"},
           row{"{1:2}", errc::missing_key, 1, "$"},
           row{"[1 2]", errc::missing_comma, 3, "$[0]"},
           row{"[1}", errc::mismatched_bracket, 2, "$[0]"},
           row{"{\"a\":", errc::unclosed_object, 5, "$.a"},
           row{"{", errc::unclosed_object, 1, "$"},
           row{"01", errc::leading_zero, 0, "$"},
           row{"-01", errc::leading_zero, 0, "$"},
           row{"-", errc::missing_integer_digits, 1, "$"},
           row{"[1.]", errc::missing_fraction_digits, 3, "$[0]"},
           row{"1e+", errc::missing_exponent_digits, 3, "$"},
           row{"+1", errc::leading_plus, 0, "$"},
           row{"1e400", errc::number_out_of_range, 0, "$"},
           row{"NaN", errc::nan_not_allowed, 0, "$"},
           row{"[-Infinity]", errc::nan_not_allowed, 1, "$[0]"},
           row{"\"abc", errc::unclosed_string, 0, "$"},
           row{"[\"a\nb\"]", errc::unclosed_string, 1, "$[0]"},
           row{"\"a\tb\"", errc::control_character, 2, "$"},
           row{"\"a\\x\"", errc::invalid_escape, 2, "$"},
           row{"\"\\u12g4\"", errc::invalid_unicode_escape, 1, "$"},
           row{"\"\\u12", errc::unclosed_string, 0, "$"},
           row{"\"\\", errc::unclosed_string, 0, "$"},
           row{"[\xff]", errc::invalid_utf8, 1, "$[0]"},
           row{"\"\xed\xa0\x80\"", errc::invalid_utf8, 1, "$"},
           row{"1 2", errc::data_after_text, 2, "$"},
           row{"// c", errc::comment, 0, "$"},
           row{"\xff\xfe[\0"sv, errc::utf16_text, 0, "$"},
           row{"[\0]\0"sv, errc::utf16_text, 0, "$"},
           row{"\0\0\0["sv, errc::utf32_text, 0, "$"},
           row{"[\0\0\0"sv, errc::utf32_text, 0, "$"},
       }) {
    const tests::guarded_buffer buffer(r.text);
    const diagnosis found = diagnose(buffer.view(), {}, extent::whole);
    CAPTURE(r.text);
    CHECK(found.code == r.code);
    CHECK(found.offset == r.offset);
    CHECK(found.path == r.path);
    CHECK_FALSE(found.message.empty());
  }
}

TEST_CASE("valid texts have nothing to explain") {
  for (const char* text : {"0", " [ ] ", "{}", "[[],{}]", "\"\\ud800\"",
                           "{\"a\":1,\"a\":2}", "-0.0e-0", "null", "[true,false,null]",
                           "\xEF\xBB\xBF[1]", "\"\xF0\x9F\x98\x80\"", "1e-400"}) {
    CAPTURE(text);
    CHECK(diagnose(text, {}, extent::whole).ok());
  }
}

TEST_CASE("options widen and narrow what is valid") {
  CHECK(diagnose("[NaN,-Infinity]", {.allow_nan = true}, extent::whole).ok());
  CHECK(diagnose("1e400", {.allow_nan = true}, extent::whole).code ==
        errc::number_out_of_range);
  CHECK(diagnose("[[1]]", {.max_depth = 2}, extent::whole).ok());
  const diagnosis deep = diagnose("[[[1]]]", {.max_depth = 2}, extent::whole);
  CHECK(deep.code == errc::too_deep);
  CHECK(deep.offset == 2);
  limits limits;
  limits.max_integer_digits = 3;
  CHECK(diagnose("[-123]", {}, extent::whole, limits).ok());
  CHECK(diagnose("1234", {}, extent::whole, limits).code == errc::integer_too_long);
  CHECK(diagnose("1234.5", {}, extent::whole, limits).ok());
}

TEST_CASE("one text of several ends where it ends") {
  for (const char* text : {"1 x", "[]x", "\"a\"1", "{}{}", "null\n", "1"}) {
    CAPTURE(text);
    CHECK(diagnose(text, {}, extent::one).ok());
  }
  for (const char* text : {"1[", "null\"a\"", "1,"}) {
    CAPTURE(text);
    CHECK(diagnose(text, {}, extent::one).code == errc::missing_space);
  }
}

TEST_CASE("the encoding is a question of an input's start only") {
  const diagnosis later = diagnose("\0]ab"sv, {}, extent::one);
  CHECK(later.code == errc::missing_value);
  CHECK(later.offset == 0);
}

TEST_CASE("a str may hold surrogates and is never UTF-16") {
  limits limits;
  limits.from_str = true;
  CHECK(diagnose("\"\xed\xa0\x80\"", {}, extent::whole, limits).ok());
  CHECK(diagnose("1\0"sv, {}, extent::whole, limits).code == errc::data_after_text);
}

} // namespace krait::json
