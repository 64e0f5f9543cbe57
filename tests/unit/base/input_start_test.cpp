// SPDX-License-Identifier: Apache-2.0
#include "base/input_start.hpp"

#include <doctest/doctest.h>

#include <string_view>

namespace krait::base {
namespace {

using namespace std::string_view_literals;

// What json.detect_encoding() of Python 3.11 says of the same bytes.
TEST_CASE("the first bytes tell the encoding as Python's json does") {
  struct row {
    std::string_view start;
    errc wide;
  };
  for (const row& r : {row{"", errc::ok},
                       row{"1", errc::ok},
                       row{"\0"sv, errc::ok},
                       row{"\0\0"sv, errc::utf16_text},
                       row{"1\0"sv, errc::utf16_text},
                       row{"\0"
                           "1"sv,
                           errc::utf16_text},
                       row{"\0\0]"sv, errc::ok},
                       row{"1\0]"sv, errc::ok},
                       row{"\n\0[\0"sv, errc::utf16_text},
                       row{"\n\0\0\0"sv, errc::utf32_text},
                       row{"\0]ab"sv, errc::utf16_text},
                       row{"\0\0\0]"sv, errc::utf32_text},
                       row{"\0\0]]"sv, errc::utf32_text},
                       row{"[1\0\0"sv, errc::ok},
                       row{"\t\r \0]"sv, errc::ok},
                       row{"\xFE\xFF", errc::utf16_text},
                       row{"\xFF\xFE\0"sv, errc::utf16_text},
                       row{"\xFF\xFE\0\0"sv, errc::utf32_text},
                       row{"\0\0\xFE\xFF"sv, errc::utf32_text},
                       row{"\xEF\xBB\xBF\0"sv, errc::ok}}) {
    CAPTURE(r.start);
    CHECK(wide_encoding(r.start) == r.wide);
  }
}

TEST_CASE("a start is open while more bytes could change what it says") {
  for (const std::string_view open : {""sv, "1"sv, "\xEF"sv, "\xEF\xBB"sv, "1\0"sv,
                                      "\0\0\0"sv, "\xFF\xFE"sv, "\xFE"sv})
    CHECK(is_start_open(open));
  for (const std::string_view known : {"1\n"sv, "[]"sv, "\xEF\xBB\xBF"sv, "\xEF\xBC"sv,
                                       "\xFE\xFF"sv, "\n\n\0"sv, "\0\0\0\0"sv})
    CHECK_FALSE(is_start_open(known));
}

} // namespace
} // namespace krait::base
