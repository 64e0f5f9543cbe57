// Numbers through the text engine, against the standard library.
// SPDX-License-Identifier: Apache-2.0
#include "text/transcoder.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <random>
#include <string>
#include <vector>

#include "support/forced_isa.hpp"
#include "support/repr.hpp"
#include "text_io.hpp"

namespace krait::text {
namespace {

using tests::transcode;

// Tests run once for each KRAIT_ISA; one that is absent is a named skip.
const bool isa_is_here = !tests::sets_under_test().empty();

std::string random_digits(std::mt19937_64& random, std::size_t count) {
  std::string digits;
  while (digits.size() < count)
    digits += static_cast<char>('0' + random() % 10);
  return digits;
}

// A number in fixed notation, of 1 to 22 digits, some of which may be zeros at the end.
std::string random_fraction(std::mt19937_64& random) {
  const std::size_t before = random() % 4 == 0 ? 0 : 1 + random() % 17;
  const std::size_t places = 1 + random() % (before > 16 ? 3 : 19 - before);
  std::string digits = random_digits(random, before);
  if (before != 0 && digits[0] == '0')
    digits[0] = '1';
  std::string fraction = random_digits(random, places);
  if (random() % 8 == 0)
    for (std::size_t i = 0, zeros = random() % (places + 1); i < zeros; ++i)
      fraction[places - 1 - i] = '0';
  return (random() % 2 == 0 ? "-" : "") + (before == 0 ? "0" : digits) + "." + fraction;
}

// Of a double between 2^-14 and 2^54, by so many significant digits: as many as it is
// written with, or the neighbours of that.
std::string random_real(std::mt19937_64& random) {
  const std::uint64_t exponent = 1023 - 14 + random() % 68;
  const auto value =
      std::bit_cast<double>(random() % 2 << 63 | exponent << 52 | random() >> 12);
  std::string text = tests::repr(value);
  switch (random() % 6) {
  case 0: text += '0'; break;
  case 1: text.back() = static_cast<char>('0' + random() % 10); break;
  case 2: {
    char exact[64];
    const int places = std::max(1, 16 - std::ilogb(value) * 3 / 10);
    std::snprintf(exact, sizeof exact, "%.*f", places, value);
    text = exact;
    break;
  }
  default: break;
  }
  return text;
}

// The compact form of a list of reals, by the library.
std::string written(const std::vector<std::string>& literals) {
  std::string all;
  for (const std::string& literal : literals)
    all +=
        (all.empty() ? "[" : ",") + tests::repr(std::strtod(literal.c_str(), nullptr));
  return all + "]\n";
}

TEST_CASE("reals are written as repr writes them, however they were spelled") {
  std::mt19937_64 random(1);
  for (const std::size_t window : {std::size_t{64}, std::size_t{1000}, default_window})
    for (int round = 0; round < 40; ++round) {
      std::vector<std::string> literals;
      std::string input = "[";
      for (int i = 0; i < 500; ++i) {
        literals.push_back(i % 2 == 0 ? random_fraction(random) : random_real(random));
        input += (i == 0 ? "" : round % 2 == 0 ? "," : ",\n  ") + literals.back();
      }
      settings chosen;
      chosen.window = window;
      const tests::transcoded done = transcode(input + "]", chosen);
      REQUIRE(done.outcome.ending == ending::complete);
      REQUIRE(done.written == written(literals));
    }
}

TEST_CASE("of a real as much is compared as it takes") {
  struct row {
    std::string literal, written;
  };
  for (const row& r : std::initializer_list<row>{
           {"4503599627370495.5", "4503599627370495.5"}, // 2^52 - 0.5, all exact
           {"4503599627370495.3", "4503599627370495.5"},
           {"2251799813685248.1", "2251799813685248.0"}, // 2^51 and less than an ulp
           {"2251799813685247.9", "2251799813685248.0"},
           {"9007199254740991.0", "9007199254740991.0"}, // above the exact range
           {"9007199254740993.0", "9007199254740992.0"},
           {"0.00012207031250000", "0.0001220703125"}, // 2^-13, where that begins
           {"0.00012207031249999999", "0.00012207031249999999"},
           {"0.00009999999999999999", "9.999999999999999e-05"},
           {"0.0000000000000000000", "0.0"},
           {"-0.0000000000000000000", "-0.0"},
           {"1.0000000000000000", "1.0"},
           {"1.0000000000000002", "1.0000000000000002"}, // an ulp above 1
           {"1.0000000000000001", "1.0"},
           {"0.99999999999999989", "0.9999999999999999"},
           {"0.9999999999999999", "0.9999999999999999"},
           {"65.613616999999977", "65.61361699999998"},
           {"-65.61361699999998", "-65.61361699999998"},
           {"8.5000000000000000001", "8.5"},
           {"99999999999999.99", "99999999999999.98"},
           {"99999999999999.980", "99999999999999.98"},
           {"1234567890123456.0", "1234567890123456.0"},
           {"0.1000000000000000055511151231257827", "0.1"},
       })
    for (std::size_t blanks = 0; blanks < 80; ++blanks) {
      CAPTURE(r.literal);
      CAPTURE(blanks);
      REQUIRE(transcode(std::string(blanks, ' ') + r.literal + "\n", {}).written ==
              r.written + "\n");
      settings kept;
      kept.verbatim = true;
      REQUIRE(transcode(std::string(blanks, ' ') + r.literal + "\n", kept).written ==
              r.literal + "\n");
    }
}

TEST_CASE("what is no number is not taken for the end of another") {
  // The first part would become shorter, the second reaches back into it.
  for (const std::string literal :
       {"0.00100000000.5", "1.0000000000000000.50", "10000000.00000.000", "-01.5000",
        "1.50e5.5000", "1.5e10e5", "1.50-2.50", "1.50+2.50", "--1.50", "1.50.", ".50",
        "-.50", "1..50"})
    for (std::size_t blanks = 0; blanks < 80; ++blanks)
      for (const std::size_t window : {std::size_t{64}, default_window}) {
        CAPTURE(literal);
        CAPTURE(blanks);
        settings chosen;
        chosen.window = window;
        const tests::transcoded done =
            transcode(std::string(blanks, ' ') + literal + "\n", chosen);
        CHECK(done.outcome.ending == ending::invalid);
        CHECK(done.written.empty());
      }
}

} // namespace
} // namespace krait::text
