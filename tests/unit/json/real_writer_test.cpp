// SPDX-License-Identifier: Apache-2.0
#include "json/kernels.hpp"

#include <bit>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "support/forced_isa.hpp"
#include "support/guarded_buffer.hpp"
#include "support/repr.hpp"
#include "json/number_writer.hpp"

namespace krait::json {

namespace {

// Every set, each into a buffer that ends where the room it may write to does.
class writers {
public:
  std::string_view write(simd::isa set, double value) const {
    char* const p = buffer_.begin();
    std::memset(p, '#', real_room);
    const char* const end = kernels_of(set).write_real(p, value);
    return {p, static_cast<std::size_t>(end - p)};
  }
  // Millions of comparisons: doctest is told of the wrong ones only.
  void check(double value) const {
    const std::string expected = tests::repr(value);
    for (const simd::isa set : sets_) {
      const std::string_view text = write(set, value);
      if (text == expected && text.size() <= max_real_length)
        continue;
      CAPTURE(name(set));
      CAPTURE(std::bit_cast<std::uint64_t>(value));
      REQUIRE(text == expected);
      REQUIRE(text.size() <= max_real_length);
    }
  }
  void check_both_signs(double value) const {
    check(value);
    check(-value);
  }
  // The value and the nearest `count` on both sides of it.
  void check_around(double value, int count = 1) const {
    check_both_signs(value);
    double below = value;
    double above = value;
    for (int i = 0; i < count; ++i) {
      below = std::nextafter(below, 0.0);
      above = std::nextafter(above, std::numeric_limits<double>::infinity());
      check_both_signs(below);
      if (std::isfinite(above))
        check_both_signs(above);
    }
  }
  const std::vector<simd::isa>& sets() const { return sets_; }

private:
  std::vector<simd::isa> sets_ = tests::sets_under_test();
  tests::guarded_buffer buffer_{real_room};
};

double decimal(std::uint64_t digits, int exponent) {
  return std::strtod((std::to_string(digits) + "e" + std::to_string(exponent)).c_str(),
                     nullptr);
}

double from_bits(std::uint64_t bits) { return std::bit_cast<double>(bits); }

} // namespace

TEST_CASE("doubles are written as Python's repr writes them") {
  struct row {
    double value;
    std::string_view text;
  };
  const writers all;
  for (const row& r : {
           row{0.0, "0.0"},
           row{-0.0, "-0.0"},
           row{1.0, "1.0"},
           row{-1.5, "-1.5"},
           row{0.1, "0.1"},
           row{0.3, "0.3"},
           row{100.0, "100.0"},
           row{1e15, "1000000000000000.0"},
           row{1e16, "1e+16"},
           row{1e22, "1e+22"},
           row{1e23, "1e+23"},
           row{1e100, "1e+100"},
           row{0.0001, "0.0001"},
           row{0.00012345, "0.00012345"},
           row{0.0001220703125, "0.0001220703125"},
           row{0.00001, "1e-05"},
           row{1.5e-7, "1.5e-07"},
           row{123456789.125, "123456789.125"},
           row{1.7976931348623157e308, "1.7976931348623157e+308"},
           row{5e-324, "5e-324"},
           row{1e-323, "1e-323"},
           row{2.225073858507201e-308, "2.225073858507201e-308"},
           row{2.2250738585072014e-308, "2.2250738585072014e-308"},
           row{4503599627370495.5, "4503599627370495.5"},
           row{4503599627370496.0, "4503599627370496.0"},
           row{9007199254740991.0, "9007199254740991.0"},
           row{9007199254740993.0, "9007199254740992.0"},
           row{9999999999999998.0, "9999999999999998.0"},
           row{1.8014398509481984e16, "1.8014398509481984e+16"},
           row{5.684341886080802e-14, "5.684341886080802e-14"},
           row{1.2345678901234568e-10, "1.2345678901234568e-10"},
           row{1125899906842624.25, "1125899906842624.2"}, // a tie: to even
           row{1125899906842624.75, "1125899906842624.8"}, // a tie: to even
           row{-1e-300, "-1e-300"},
           row{-2.2250738585072014e-308, "-2.2250738585072014e-308"},
       }) {
    CAPTURE(r.text);
    CHECK(tests::repr(r.value) == r.text);
    for (const simd::isa set : all.sets()) {
      CAPTURE(name(set));
      CHECK(all.write(set, r.value) == r.text);
    }
  }
}

TEST_CASE("a row is its doubles one by one, each with a comma behind it") {
  const std::vector<simd::isa> sets = tests::sets_under_test();
  std::mt19937_64 random(21);
  const auto any = [&random] {
    switch (random() % 8) {
    case 0: return 0.0;
    case 1: return -0.0;
    case 2: return std::ldexp(1.0, static_cast<int>(random() % 2098) - 1074);
    case 3: return from_bits(random() >> 12 | random() % 2047 << 52); // finite
    default:
      return (random() % 2 == 0 ? -1.0 : 1.0) * decimal(random() % 1'000'000, -3);
    }
  };
  for (std::size_t count = 0; count <= 20; ++count) {
    const tests::guarded_buffer buffer(count * (real_room + 1));
    for (int round = 0; round < 400; ++round) {
      std::vector<double> values(count);
      std::string expected;
      for (double& value : values) {
        value = any();
        expected += tests::repr(value) + ",";
      }
      for (const simd::isa set : sets) {
        char* const p = buffer.begin();
        const char* const end = kernels_of(set).write_reals(p, values.data(), count);
        CAPTURE(name(set));
        REQUIRE(std::string_view(p, static_cast<std::size_t>(end - p)) == expected);
      }
    }
  }
  CHECK_FALSE(sets.empty());
}

TEST_CASE("pairs of doubles, whatever stands beside each other") {
  const std::vector<simd::isa> sets = tests::sets_under_test();
  std::mt19937_64 random(11);
  const auto any = [&random] {
    const auto sign = random() % 2 == 0 ? -1.0 : 1.0;
    const auto digits = static_cast<double>(random() % 1'000'000'000'000);
    return sign * std::ldexp(digits, static_cast<int>(random() % 8 == 0 ? 60 : 0) - 33);
  };
  for (std::size_t pairs = 0; pairs <= 9; ++pairs) {
    const tests::guarded_buffer buffer(2 * pairs * (real_room + 2));
    for (int round = 0; round < 400; ++round) {
      std::vector<double> values;
      std::string expected;
      for (std::size_t i = 0; i < pairs; ++i) {
        values.insert(values.end(), {any(), round % 4 == 0 ? 0.0 : any()});
        expected += "[" + tests::repr(values[2 * i]) + "," +
                    tests::repr(values[2 * i + 1]) + "],";
      }
      for (const simd::isa set : sets) {
        char* const p = buffer.begin();
        const char* const end = kernels_of(set).write_pairs(p, values.data(), pairs);
        CAPTURE(name(set));
        REQUIRE(std::string_view(p, static_cast<std::size_t>(end - p)) == expected);
      }
    }
  }
  CHECK_FALSE(sets.empty());
}

TEST_CASE("powers of two and their neighbours, where the gaps change") {
  const writers all;
  for (int exponent = -1074; exponent < 1024; ++exponent)
    all.check_around(std::ldexp(1.0, exponent), 4);
  CHECK_FALSE(all.sets().empty());
}

TEST_CASE("powers of ten, their multiples and neighbours") {
  const writers all;
  for (int exponent = -325; exponent < 307; ++exponent)
    for (const unsigned digits : {1u, 2u, 3u, 5u, 7u, 9u, 15u, 25u, 97u, 99u})
      all.check_around(decimal(digits, exponent), 2);
  all.check_around(1e307, 2);
  all.check_around(1e308, 2);
  CHECK_FALSE(all.sets().empty());
}

TEST_CASE("the borders between notations and between ways of computing") {
  const writers all;
  for (const double border :
       {1e-5, 1e-4, 0x1p-13, 1e15, 0x1p51, 0x1p52, 0x1p53, 0x1p54, 1e16, 1e17,
        0x1p-1022, 1e99, 1e100, 1e-9, 1e-10, 1e-99, 1e-100})
    all.check_around(border, 1000);
  for (const double last : {0x1.FFFFFFFFFFFFFp1023, 0x0.0000000000001p-1022})
    all.check_around(last, 3);
  CHECK_FALSE(all.sets().empty());
}

TEST_CASE("decimals of each length at each place of the point") {
  const writers all;
  std::mt19937_64 random(11);
  std::uint64_t limit = 1;
  for (int length = 1; length <= 17; ++length) {
    limit *= 10;
    for (int exponent = -30; exponent <= 22; ++exponent) {
      for (int i = 0; i < 40; ++i)
        all.check_both_signs(decimal(random() % limit, exponent - length));
      all.check_around(decimal(limit - 1, exponent - length));
    }
  }
  CHECK_FALSE(all.sets().empty());
}

TEST_CASE("integers, quarters, eighths and sixteenths, ties among them") {
  const writers all;
  std::mt19937_64 random(12);
  for (int i = 0; i < 2'000; ++i)
    all.check_both_signs(i);
  for (int i = 0; i < 60'000; ++i) {
    const auto value = static_cast<double>(random() >> random() % 60);
    for (const double part : {1.0, 0.5, 0.25, 0.125, 0.0625})
      all.check(value * part);
  }
  CHECK_FALSE(all.sets().empty());
}

TEST_CASE("subnormals") {
  const writers all;
  std::mt19937_64 random(13);
  for (std::uint64_t bits = 1; bits < 20'000; ++bits)
    all.check(from_bits(bits));
  for (int i = 0; i < 40'000; ++i)
    all.check_both_signs(from_bits(random() % (1ULL << 52) >> random() % 52));
  CHECK_FALSE(all.sets().empty());
}

TEST_CASE("random bits, and random significands in and around the exact range") {
  const writers all;
  std::mt19937_64 random(4);
  for (int i = 0; i < 200'000; ++i) {
    const std::uint64_t bits = random();
    if (const double value = from_bits(bits); std::isfinite(value))
      all.check(value);
    const std::uint64_t exponent = 1023 - 16 + random() % 72;
    all.check(from_bits(exponent << 52 | bits >> 12));
    // Few significant bits: short decimals, and ties where they end.
    all.check(from_bits(exponent << 52 | (bits >> 12 & ~0ULL << random() % 52)));
  }
  CHECK_FALSE(all.sets().empty());
}

TEST_CASE("what is not finite stays within the room") {
  const writers all;
  for (const double value : {std::numeric_limits<double>::infinity(),
                             std::numeric_limits<double>::quiet_NaN(), from_bits(~0ULL),
                             from_bits(0x7FF0'0000'0000'0001)})
    for (const simd::isa set : all.sets())
      for (const double signed_value : {value, -value})
        CHECK(all.write(set, signed_value).size() <= max_real_length);
}

} // namespace krait::json
