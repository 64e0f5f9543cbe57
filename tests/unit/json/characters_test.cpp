// SPDX-License-Identifier: Apache-2.0
#include "json/characters.hpp"

#include <initializer_list>

#include <doctest/doctest.h>

namespace krait::json {

TEST_CASE("hex digits and quads are read, and refused elsewhere") {
  CHECK(hex_digit('0') == 0);
  CHECK(hex_digit('a') == 10);
  CHECK(hex_digit('F') == 15);
  for (const char c : {'g', 'G', '/', ':', '@', '`', '\0'}) {
    CAPTURE(c);
    CHECK(hex_digit(c) == -1);
  }
  CHECK(hex_quad("00e9") == 0xE9);
  CHECK(hex_quad("FFFF") == 0xFFFF);
  CHECK(hex_quad("00g9") == -1);
  CHECK(hex_quad("12") == -1); // the zero byte behind it is no digit
}

TEST_CASE("surrogates join to the code point they stand for") {
  CHECK(is_high_surrogate(0xD800));
  CHECK(is_low_surrogate(0xDFFF));
  CHECK_FALSE(is_surrogate(0xE000));
  CHECK(join_surrogates(0xD800, 0xDC00) == 0x10000);
  CHECK(join_surrogates(0xDBFF, 0xDFFF) == 0x10FFFF);
}

} // namespace krait::json
