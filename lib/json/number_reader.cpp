// One pass over the literal; then Clinger's exact path, or the library's general one.
// SPDX-License-Identifier: Apache-2.0
#include "json/number_reader.hpp"

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <limits>
#include <system_error>

#include "json/characters.hpp"
#include "json/powers_of_five.hpp"

namespace krait::json {

namespace {

// 10^0 to 10^19, all that 64 bits hold.
constexpr auto powers_of_ten = [] {
  std::array<std::uint64_t, 20> powers{1};
  for (std::size_t i = 1; i < powers.size(); ++i)
    powers[i] = powers[i - 1] * 10;
  return powers;
}();

// What a pass over the literal learns. `significand` is right while `digits` <= 19.
struct literal {
  const char* begin; // behind the minus sign
  const char* end;
  std::uint64_t significand; // of all digits, the point left out
  std::int64_t digits;       // their count, leading zeros and all
  std::int64_t exponent;     // value = significand * 10^exponent
  bool negative;
  bool integral;
  bool valid;
};

// Digits on from p into the significand, which wraps after 19.
const char* read_digits(const char* p, const char* end,
                        std::uint64_t& significand) noexcept {
  std::uint64_t value = significand;
  while (end - p >= 8) {
    const std::uint64_t digits = eight_digits::load(p);
    const int count = eight_digits::count(digits);
    if (count != 0)
      value = value * powers_of_ten[static_cast<std::size_t>(count)] +
              eight_digits::value(digits << (64 - 8 * count));
    p += count;
    if (count != 8) {
      significand = value;
      return p;
    }
  }
  for (; is_digit(*p); ++p)
    value = value * 10 + static_cast<std::uint64_t>(*p - '0');
  significand = value;
  return p;
}

// Returns the end, which is behind a digit if there was one. Saturates: an exponent of
// any length leaves the sign of the magnitude right.
const char* read_exponent(const char* p, std::int64_t& exponent) noexcept {
  constexpr std::int64_t far = std::int64_t{1} << 60;
  const bool negative = *p == '-';
  p += negative || *p == '+';
  std::int64_t value = 0;
  for (; is_digit(*p); ++p)
    value = value < far / 16 ? value * 10 + (*p - '0') : far;
  exponent += negative ? -value : value;
  return p;
}

// Follows RFC 8259's grammar; `end` is where the literal ends or breaks it.
literal scan(const char* p, const char* end) noexcept {
  literal number{};
  number.integral = true;
  number.negative = *p == '-';
  p += number.negative;
  number.begin = p;
  number.end = read_digits(p, end, number.significand);
  number.digits = number.end - p;
  if (number.digits == 0)
    return number;
  if (*p == '0' && number.digits != 1) {
    number.end = p + 1;
    return number;
  }
  p = number.end;
  if (*p == '.') {
    number.integral = false;
    number.end = read_digits(p + 1, end, number.significand);
    number.exponent = -(number.end - (p + 1));
    number.digits -= number.exponent;
    if (number.exponent == 0)
      return number;
    p = number.end;
  }
  if (*p == 'e' || *p == 'E') {
    number.integral = false;
    number.end = read_exponent(p + 1, number.exponent);
    if (!is_digit(number.end[-1]))
      return number;
  }
  number.valid = true;
  return number;
}

// Both operands are exact doubles, so one operation rounds once (W. D. Clinger, "How to
// Read Floating Point Numbers Accurately", 1990).
bool fits_one_operation(const literal& number) noexcept {
  constexpr std::uint64_t exact = std::uint64_t{1} << 53;
  return number.digits <= 19 && number.significand <= exact && number.exponent >= -22 &&
         number.exponent <= 22;
}

double one_operation(const literal& number) noexcept {
  constexpr double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                               1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                               1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  const auto significand = static_cast<double>(number.significand);
  return number.exponent < 0 ? significand / powers[-number.exponent]
                             : significand * powers[number.exponent];
}

bool fits_scale(const literal& number) noexcept {
  return number.digits <= 19 && number.significand != 0;
}

// Of a value that no double holds: too large, or so small that zero is nearest? The
// first digit that is not zero stands before the point, or behind it.
bool overflows(const literal& number) noexcept {
  std::int64_t digits = number.digits;
  for (const char* p = number.begin; *p == '0' || *p == '.'; ++p)
    digits -= *p == '0';
  return digits + number.exponent > 0;
}

double by_library(const literal& number) noexcept {
  double value = 0;
  const auto result = std::from_chars(number.begin, number.end, value);
  if (result.ec == std::errc::result_out_of_range)
    value = overflows(number) ? std::numeric_limits<double>::infinity() : 0.0;
  return value;
}

// More than 19 digits: mostly the first 19 decide, whatever the others are.
double general(const literal& number) noexcept {
  constexpr int most = 19;
  std::uint64_t first = 0;
  std::int64_t taken = 0;
  std::int64_t left = number.digits;
  for (const char* p = number.begin; left != 0 && taken != most; ++p) {
    if (*p == '.')
      continue;
    first = first * 10 + static_cast<std::uint64_t>(*p - '0');
    taken += first != 0;
    --left;
  }
  if (taken == most) {
    const double least = scale_decimal(first, number.exponent + left);
    if (least == scale_decimal(first + 1, number.exponent + left))
      return least;
  }
  return by_library(number);
}

bool fits_int64(const literal& number) noexcept {
  // 19 digits never wrap 64 bits; INT64_MIN is left to the caller's long way.
  return number.digits <= 19 &&
         number.significand <= std::uint64_t{std::numeric_limits<std::int64_t>::max()};
}

} // namespace

// By one multiplication with 128 bits of 5^exponent: the product never comes so close
// to the middle between two doubles that what was cut off matters (D. Lemire, "Number
// Parsing at a Gigabyte per Second", 2021; N. Mushtak and D. Lemire, "Fast Number
// Parsing Without Fallback", 2023, prove it for 64-bit significands).
double scale_decimal(std::uint64_t significand, std::int64_t exponent) noexcept {
  __extension__ using wide = unsigned __int128;
  if (exponent < least_power_of_five)
    return 0;
  if (exponent > greatest_power_of_five)
    return std::numeric_limits<double>::infinity();
  const auto power = static_cast<int>(exponent);
  const power_of_five by =
      powers_of_five[static_cast<std::size_t>(power - least_power_of_five)];
  const int up = std::countl_zero(significand);
  const wide product = wide{significand << up} * by.high;
  auto high = static_cast<std::uint64_t>(product >> 64);
  auto low = static_cast<std::uint64_t>(product);
  if ((high & 0x1FF) == 0x1FF) { // what `by.low` adds may carry
    const auto carried =
        static_cast<std::uint64_t>(wide{significand << up} * by.low >> 64);
    low += carried;
    high += low < carried;
  }
  const auto top = static_cast<int>(high >> 63);
  // 53 bits and one to round by.
  std::uint64_t bits = high >> (top + 9);
  // floor(log2(5^power)) is floor(power * log2(5)), here in 16 bits of fraction.
  int biased = ((152170 * power) >> 16) + power + 63 + top - up + 1023;
  if (biased <= 0) { // subnormal: no product is halfway there
    if (biased < -62)
      return 0;
    bits >>= 1 - biased;
    return std::bit_cast<double>((bits + (bits & 1)) >> 1);
  }
  // Halfway only where 5^power, or what it divides, is small: to even.
  if (low <= 1 && power >= -4 && power <= 23 && (bits & 3) == 1 &&
      bits << (top + 9) == high)
    bits &= ~std::uint64_t{1};
  bits = (bits + (bits & 1)) >> 1; // up to 2^53, which carries into the exponent
  const std::uint64_t whole = (static_cast<std::uint64_t>(biased - 1) << 52) + bits;
  return whole >= std::uint64_t{0x7FF} << 52 ? std::numeric_limits<double>::infinity()
                                             : std::bit_cast<double>(whole);
}

number read_number(const char* p, const char* end) noexcept {
  const literal scanned = scan(p, end);
  number result{number_kind::malformed, scanned.end, {0}};
  if (!scanned.valid)
    return result;
  if (scanned.integral) {
    result.kind = number_kind::long_integer;
    if (fits_int64(scanned)) {
      const auto magnitude = static_cast<std::int64_t>(scanned.significand);
      result.kind = number_kind::integer;
      result.integer = scanned.negative ? -magnitude : magnitude;
    }
    return result;
  }
  const double magnitude = fits_one_operation(scanned) ? one_operation(scanned)
                           : fits_scale(scanned)
                               ? scale_decimal(scanned.significand, scanned.exponent)
                               : general(scanned);
  result.kind = std::isinf(magnitude) ? number_kind::out_of_range : number_kind::real;
  result.real = scanned.negative ? -magnitude : magnitude;
  return result;
}

} // namespace krait::json
