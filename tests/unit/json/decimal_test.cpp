// SPDX-License-Identifier: Apache-2.0
#include "json/decimal.hpp"

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "json/number_reader.hpp"
#include "json/powers_of_five.hpp"

namespace krait::json {

namespace {

double by_strtod(std::uint64_t digits, long exponent) {
  return std::strtod((std::to_string(digits) + "e" + std::to_string(exponent)).c_str(),
                     nullptr);
}

// Digits on which readers of decimals fail: few and many, near powers of two, halfway
// between two doubles and beside that.
std::vector<std::uint64_t> hard_digits() {
  std::vector<std::uint64_t> all;
  std::mt19937_64 random(17);
  for (unsigned bits = 1; bits <= 64; ++bits) {
    const std::uint64_t mask = ~std::uint64_t{0} >> (64 - bits);
    for (int i = 0; i != 200; ++i)
      all.push_back((random() & mask) | (mask ^ mask >> 1));
    for (std::uint64_t near = 0; near != 4; ++near) {
      all.push_back((mask - near) | 1);
      all.push_back(mask / 2 + 1 + near);
    }
  }
  for (std::uint64_t five = 1; five <= 5 * 5 * 5 * 5 * 5; five *= 5) {
    for (int i = 0; i != 300; ++i) {
      const std::uint64_t odd = ((std::uint64_t{1} << 53) | random() >> 11) | 1;
      for (std::uint64_t half = odd >> (i % 8) | 1; half <= UINT64_MAX / five / 2;
           half *= 2)
        for (const int beside : {-1, 0, 1})
          all.push_back(half * five + static_cast<std::uint64_t>(beside));
    }
  }
  return all;
}

// A natural number of any size, its least word first.
class natural {
public:
  explicit natural(std::uint64_t value) : words_{value} {}
  natural& operator*=(std::uint64_t factor) {
    decimal::wide carry = 0;
    for (std::uint64_t& word : words_) {
      carry += decimal::wide{word} * factor;
      word = static_cast<std::uint64_t>(carry);
      carry >>= 64;
    }
    if (carry != 0)
      words_.push_back(static_cast<std::uint64_t>(carry));
    return *this;
  }
  std::size_t bit_length() const {
    return 64 * (words_.size() - 1) +
           static_cast<std::size_t>(decimal::bit_length(words_.back()));
  }
  // The 64 bits from bit number `first` on, which may be negative.
  std::uint64_t bits_from(std::ptrdiff_t first) const {
    std::uint64_t bits = 0;
    for (int i = 0; i != 64; ++i) {
      const std::ptrdiff_t at = first + i;
      if (at >= 0 && at < static_cast<std::ptrdiff_t>(64 * words_.size()))
        bits |= (words_[static_cast<std::size_t>(at) / 64] >> at % 64 & 1) << i;
    }
    return bits;
  }
  // this * (high * 2^64 + low)
  natural times(std::uint64_t high, std::uint64_t low) const {
    natural by_low = *this, by_high = *this;
    by_low *= low;
    by_high *= high;
    by_high.words_.insert(by_high.words_.begin(), 0);
    by_low.words_.resize(by_high.words_.size() + 1);
    decimal::wide carry = 0;
    for (std::size_t i = 0; i != by_low.words_.size(); ++i) {
      carry += by_low.words_[i];
      carry += i < by_high.words_.size() ? by_high.words_[i] : 0;
      by_low.words_[i] = static_cast<std::uint64_t>(carry);
      carry >>= 64;
    }
    while (by_low.words_.size() > 1 && by_low.words_.back() == 0)
      by_low.words_.pop_back();
    return by_low;
  }

private:
  std::vector<std::uint64_t> words_;
};

} // namespace

TEST_CASE("digits divided by a power of ten are the nearest double") {
  for (const std::uint64_t digits : hard_digits()) {
    for (unsigned places = 0; places <= max_decimal_places; ++places) {
      const double expected = by_strtod(digits, -static_cast<long>(places));
      const bool right = divide_many_digits(digits, places) == expected &&
                         divide_by_power_of_ten(digits, places) == expected &&
                         (digits > std::uint64_t{1} << 53 ||
                          divide_few_digits(digits, places) == expected);
      if (!right) {
        CAPTURE(digits);
        CAPTURE(places);
        CHECK(right);
      }
    }
  }
  for (unsigned places = 0; places <= max_decimal_places; ++places) {
    CHECK(divide_many_digits(0, places) == 0);
    CHECK(divide_by_power_of_ten(0, places) == 0);
    CHECK_FALSE(std::signbit(divide_many_digits(0, places)));
  }
}

TEST_CASE("digits times any power of ten are the nearest double") {
  std::mt19937_64 random(23);
  for (int exponent = least_power_of_five - 3; exponent <= greatest_power_of_five + 3;
       ++exponent) {
    for (int i = 0; i != 300; ++i) {
      const std::uint64_t digits =
          i < 10 ? static_cast<std::uint64_t>(i) + 1 : (random() >> random() % 64) | 1;
      const double expected = by_strtod(digits, exponent);
      const double found = scale_decimal(digits, exponent);
      if (found != expected) {
        CAPTURE(digits);
        CAPTURE(exponent);
        CHECK(found == expected);
      }
    }
  }
  CHECK(scale_decimal(UINT64_MAX, -1'000'000'000'000) == 0);
  CHECK(scale_decimal(1, 1'000'000'000'000) == std::numeric_limits<double>::infinity());
  // The least double, half of it, and just more than that; the greatest and its border.
  CHECK(scale_decimal(4940656458412465442, -342) ==
        std::numeric_limits<double>::denorm_min());
  CHECK(scale_decimal(2470328229206232720, -342) == 0);
  CHECK(scale_decimal(2470328229206232721, -342) ==
        std::numeric_limits<double>::denorm_min());
  CHECK(scale_decimal(17976931348623157, 292) == std::numeric_limits<double>::max());
  CHECK(scale_decimal(17976931348623159, 292) ==
        std::numeric_limits<double>::infinity());
}

TEST_CASE("the table of powers of five holds their leading 128 bits") {
  const auto at = [](int exponent) {
    return powers_of_five[static_cast<std::size_t>(exponent - least_power_of_five)];
  };
  natural power(1);
  for (int exponent = 0; exponent <= greatest_power_of_five; ++exponent, power *= 5) {
    CAPTURE(exponent);
    const auto top = static_cast<std::ptrdiff_t>(power.bit_length());
    const bool right = at(exponent).high == power.bits_from(top - 64) &&
                       at(exponent).low == power.bits_from(top - 128);
    CHECK(right);
  }
  // The least whose product with 5^-exponent is not below a power of two.
  power = natural(5);
  for (int exponent = -1; exponent >= least_power_of_five; --exponent, power *= 5) {
    CAPTURE(exponent);
    const power_of_five found = at(exponent);
    const bool is_leading = found.high >> 63 == 1;
    CHECK(is_leading);
    const std::size_t bits = 127 + power.bit_length(); // 2^bits / 5^-exponent
    CHECK(power.times(found.high, found.low).bit_length() == bits + 1);
    const bool borrows = found.low == 0;
    CHECK(power.times(found.high - borrows, found.low - 1).bit_length() == bits);
  }
}

} // namespace krait::json
