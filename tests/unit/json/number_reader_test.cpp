// SPDX-License-Identifier: Apache-2.0
#include "json/number_reader.hpp"

#include <bit>
#include <cstdlib>
#include <limits>
#include <random>
#include <string>

#include <doctest/doctest.h>

namespace krait::json {

namespace {

number read(const std::string& text) {
  return read_number(text.c_str(), text.c_str() + text.size());
}

} // namespace

TEST_CASE("integers are exact and know when they are long") {
  struct row {
    std::string text;
    number_kind kind;
    std::int64_t value;
  };
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  for (const row& r : {
           row{"0", number_kind::integer, 0},
           row{"-0", number_kind::integer, 0},
           row{"7", number_kind::integer, 7},
           row{"-42", number_kind::integer, -42},
           row{"999999999999999999", number_kind::integer, 999999999999999999},
           row{"9223372036854775807", number_kind::integer, most},
           row{"-9223372036854775807", number_kind::integer, -most},
           row{"9223372036854775808", number_kind::long_integer, 0},
           row{"-9223372036854775808", number_kind::long_integer, 0},
           row{"18446744073709551616", number_kind::long_integer, 0},
           row{"99999999999999999999999", number_kind::long_integer, 0},
       }) {
    CAPTURE(r.text);
    const number found = read(r.text);
    CHECK(found.kind == r.kind);
    CHECK(*found.end == '\0');
    if (r.kind == number_kind::integer)
      CHECK(found.integer == r.value);
  }
}

TEST_CASE("the short way takes what is short and leaves the rest alone") {
  struct row {
    std::string text;
    std::ptrdiff_t length; // 0: left alone
    std::int64_t value;
  };
  for (const row& r : {
           row{"0,      ", 1, 0},
           row{"-0,       ", 2, 0},
           row{"7]       ", 1, 7},
           row{"-1234567,", 8, -1234567},
           row{"1234567 ", 7, 1234567},
           row{"12345678,", 0, 0},
           row{"01,      ", 0, 0},
           row{"-01,     ", 0, 0},
           row{"1.5,     ", 0, 0},
           row{"1e5,     ", 0, 0},
           row{"1E5,     ", 0, 0},
           row{"-,       ", 0, 0},
           row{"x        ", 0, 0},
           row{"12,", 0, 0},
           row{"12x      ", 2, 12},
           row{"1:\xFF\xFF\xFF\xFF\xFF\xFF", 1, 1},
       }) {
    CAPTURE(r.text);
    std::int64_t value = 0;
    const char* const begin = r.text.c_str();
    const char* const end = read_short_integer(begin, begin + r.text.size(), value);
    CHECK((end == nullptr ? 0 : end - begin) == r.length);
    CHECK(value == r.value);
  }
}

TEST_CASE("reals are the nearest double") {
  for (const std::string text :
       {"0.0",
        "-0.0",
        "1.5",
        "0.1",
        "1e0",
        "1E+2",
        "1e-2",
        "123.456e7",
        "1e22",
        "1e23",
        "9007199254740993.0",
        "9007199254740992.5",
        "4.9e-324",
        "2.4703282292062328e-324",
        "2.4703282292062327e-324",
        "2.2250738585072011e-308",
        "2.2250738585072014e-308",
        "1.7976931348623157e308",
        "1.7976931348623158e308",
        "0e999999999999999999999",
        "0.000e-999999999999999999999",
        "1e-400",
        "-1e-400",
        "1e-99999999999999999999",
        "0."
        "000000000000000000000000000000000000000000000000000000000000000000000000001e8"
        "0",
        "123456789012345678901234567890.123456789",
        "8.98846567431158e307",
        "6.631236846766476e-316",
        "3.2378839133029012895883524125015321748630376e-319"}) {
    CAPTURE(text);
    const number found = read(text);
    REQUIRE(found.kind == number_kind::real);
    CHECK(*found.end == '\0');
    CHECK(std::bit_cast<std::uint64_t>(found.real) ==
          std::bit_cast<std::uint64_t>(std::strtod(text.c_str(), nullptr)));
  }
}

TEST_CASE("seeded literals of every shape read as strtod reads them") {
  std::mt19937_64 random(3);
  for (int i = 0; i < 200'000; ++i) {
    std::string text = std::to_string(random() >> random() % 64);
    text += '.';
    text += std::to_string(random() >> random() % 64);
    if (random() % 2)
      text += "e" + std::to_string(static_cast<int>(random() % 640) - 330);
    const number found = read(text);
    const double expected = std::strtod(text.c_str(), nullptr);
    CAPTURE(text);
    if (expected == std::numeric_limits<double>::infinity()) {
      REQUIRE(found.kind == number_kind::out_of_range);
      continue;
    }
    REQUIRE(found.kind == number_kind::real);
    REQUIRE(std::bit_cast<std::uint64_t>(found.real) ==
            std::bit_cast<std::uint64_t>(expected));
  }
}

TEST_CASE("a magnitude beyond every double is told apart") {
  for (const char* text : {"1e309", "1.8e308", "-1e400", "1e99999999999999999999999",
                           "1.7976931348623159e308"}) {
    CAPTURE(text);
    CHECK(read(text).kind == number_kind::out_of_range);
  }
}

TEST_CASE("what breaks the grammar ends at the offence") {
  struct row {
    std::string text;
    std::ptrdiff_t end;
  };
  for (const row& r :
       {row{"", 0}, row{"-", 1}, row{"-a", 1}, row{"01", 1}, row{"-01", 2},
        row{"00", 1}, row{"1.", 2}, row{"1.e5", 2}, row{"1e", 2}, row{"1e+", 3},
        row{"1.5e-x", 5}, row{"+1", 0}, row{".5", 0}}) {
    CAPTURE(r.text);
    const number found = read(r.text);
    CHECK(found.kind == number_kind::malformed);
    CHECK(found.end - r.text.c_str() == r.end);
  }
}

TEST_CASE("a number ends where its grammar ends") {
  struct row {
    std::string text;
    std::ptrdiff_t end;
  };
  for (const row& r : {row{"1,", 1}, row{"12]", 2}, row{"0x1", 1}, row{"1.5.5", 3},
                       row{"1e5e5", 3}, row{"1-2", 1}, row{"3 4", 1}, row{"1e5.", 3}}) {
    CAPTURE(r.text);
    const number found = read(r.text);
    CHECK(found.kind != number_kind::malformed);
    CHECK(found.end - r.text.c_str() == r.end);
  }
}

} // namespace krait::json
