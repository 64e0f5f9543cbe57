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

// significand / 10^power, for significand != 0 and power <= 19: what is left beyond one
// operation are the 16 to 19 digits of a computed decimal. Both are shifted up to 64
// bits, so that the quotient has 63 or 64 and the remainder only says whether it is
// exact. Nothing here can overflow or be subnormal: the value lies between 1e-19 and
// 2^64.
double divide_exactly(std::uint64_t significand, std::size_t power) noexcept {
  __extension__ using wide = unsigned __int128;
  const int up = std::countl_zero(significand);
  const int divisor_up = std::countl_zero(powers_of_ten[power]);
  const wide dividend = wide{significand << up} << 63;
  const std::uint64_t divisor = powers_of_ten[power] << divisor_up;
  const auto quotient = static_cast<std::uint64_t>(dividend / divisor);
  const bool inexact = wide{quotient} * divisor != dividend;
  // The lowest bit lies far below those a double keeps: set, it stands for all that is
  // lost, and the conversion rounds once and rightly.
  const auto rounded = static_cast<double>(quotient | std::uint64_t{inexact});
  const auto biased = static_cast<std::uint64_t>(1023 + divisor_up - up - 63);
  return rounded * std::bit_cast<double>(biased << 52);
}

bool fits_division(const literal& number) noexcept {
  return number.digits <= 19 && number.significand != 0 && number.exponent <= 0 &&
         number.exponent >= -19;
}

// Of a value that no double holds: too large, or so small that zero is nearest? The
// first digit that is not zero stands before the point, or behind it.
bool overflows(const literal& number) noexcept {
  std::int64_t digits = number.digits;
  for (const char* p = number.begin; *p == '0' || *p == '.'; ++p)
    digits -= *p == '0';
  return digits + number.exponent > 0;
}

double general(const literal& number) noexcept {
  double value = 0;
  const auto result = std::from_chars(number.begin, number.end, value);
  if (result.ec == std::errc::result_out_of_range)
    value = overflows(number) ? std::numeric_limits<double>::infinity() : 0.0;
  return value;
}

bool fits_int64(const literal& number) noexcept {
  // 19 digits never wrap 64 bits; INT64_MIN is left to the caller's long way.
  return number.digits <= 19 &&
         number.significand <= std::uint64_t{std::numeric_limits<std::int64_t>::max()};
}

} // namespace

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
  const double magnitude =
      fits_one_operation(scanned) ? one_operation(scanned)
      : fits_division(scanned)
          ? divide_exactly(scanned.significand,
                           static_cast<std::size_t>(-scanned.exponent))
          : general(scanned);
  result.kind = std::isinf(magnitude) ? number_kind::out_of_range : number_kind::real;
  result.real = scanned.negative ? -magnitude : magnitude;
  return result;
}

} // namespace krait::json
