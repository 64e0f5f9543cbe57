// SPDX-License-Identifier: Apache-2.0
#include "json/number_writer.hpp"

#include <bit>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <random>
#include <string>

#include <doctest/doctest.h>

namespace krait::json {

namespace {

std::string real(double value) {
  char text[max_real_length + 1];
  return {text, write_real(text, value)};
}

} // namespace

TEST_CASE("doubles are written as Python's repr writes them") {
  struct row {
    double value;
    const char* text;
  };
  for (const row& r : {
           row{0.0, "0.0"},
           row{-0.0, "-0.0"},
           row{1.0, "1.0"},
           row{-1.5, "-1.5"},
           row{0.1, "0.1"},
           row{1e15, "1000000000000000.0"},
           row{1e16, "1e+16"},
           row{1e22, "1e+22"},
           row{1e100, "1e+100"},
           row{0.0001, "0.0001"},
           row{0.00012345, "0.00012345"},
           row{0.00001, "1e-05"},
           row{1.5e-7, "1.5e-07"},
           row{123456789.125, "123456789.125"},
           row{1.7976931348623157e308, "1.7976931348623157e+308"},
           row{5e-324, "5e-324"},
           row{2.2250738585072014e-308, "2.2250738585072014e-308"},
           row{9007199254740993.0, "9007199254740992.0"},
           row{1e23, "1e+23"},
           row{1.2345678901234568e-10, "1.2345678901234568e-10"},
           row{9999999999999998.0, "9999999999999998.0"},
           row{-1e-300, "-1e-300"},
       }) {
    CAPTURE(r.text);
    CHECK(real(r.value) == r.text);
  }
}

TEST_CASE("random doubles read back the same and never exceed the promised length") {
  std::mt19937_64 random(4);
  for (int i = 0; i < 300'000; ++i) {
    const auto value = std::bit_cast<double>(random());
    if (!std::isfinite(value))
      continue;
    const std::string text = real(value);
    CAPTURE(text);
    REQUIRE(text.size() <= max_real_length);
    REQUIRE(std::bit_cast<std::uint64_t>(std::strtod(text.c_str(), nullptr)) ==
            std::bit_cast<std::uint64_t>(value));
  }
}

TEST_CASE("integers are written exactly") {
  using limits = std::numeric_limits<std::int64_t>;
  for (const std::int64_t value : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{10},
                                   limits::max(), limits::min()}) {
    char text[max_integer_length];
    CHECK(std::string(text, write_integer(text, value)) == std::to_string(value));
  }
}

} // namespace krait::json
