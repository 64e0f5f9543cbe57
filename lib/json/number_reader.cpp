// One pass over the literal; then Clinger's exact path, or the library's general one.
// SPDX-License-Identifier: Apache-2.0
#include "json/number_reader.hpp"

#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>
#include <system_error>

#include "json/characters.hpp"

namespace krait::json {

namespace {

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

std::uint64_t load_eight(const char* p) noexcept {
  std::uint64_t word;
  std::memcpy(&word, p, sizeof word);
  return word;
}

// Of eight characters less '0' each, the first in the low byte: a bit in the high half of
// each byte that is no digit. A carry can only reach bytes above one that is marked.
std::uint64_t mark_others(std::uint64_t digits) noexcept {
  return ((digits + 0x0606060606060606) | digits) & 0xF0F0F0F0F0F0F0F0;
}

// The value of eight digits, the first in the low byte: pairs, then fours, then eight, each
// step a multiplication of all lanes at once (after D. Lemire, "Number Parsing at a
// Gigabyte per Second", 2021).
std::uint64_t value_of_eight(std::uint64_t digits) noexcept {
  constexpr std::uint64_t pair = 0x000000FF000000FF;
  constexpr std::uint64_t low = 100 + (std::uint64_t{1000000} << 32);
  constexpr std::uint64_t high = 1 + (std::uint64_t{10000} << 32);
  digits = digits * 10 + (digits >> 8);
  return ((digits & pair) * low + ((digits >> 16) & pair) * high) >> 32;
}

// Digits on from p into the significand, which wraps after 19.
const char* read_digits(const char* p, const char* end, std::uint64_t& significand) noexcept {
  constexpr std::uint64_t powers[] = {1,      10,      100,      1000,     10000,
                                      100000, 1000000, 10000000, 100000000};
  std::uint64_t value = significand;
  while (end - p >= 8) {
    const std::uint64_t digits = load_eight(p) ^ 0x3030303030303030;
    const std::uint64_t others = mark_others(digits);
    if (others == 0) {
      value = value * powers[8] + value_of_eight(digits);
      p += 8;
      continue;
    }
    // Shifted up, fewer digits have zeros in front of them.
    const int count = std::countr_zero(others) / 8;
    if (count != 0)
      value = value * powers[count] + value_of_eight(digits << (64 - 8 * count));
    significand = value;
    return p + count;
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

// Of a value that no double holds: too large, or so small that zero is nearest? Digits
// in front of the point, in effect, say.
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
      fits_one_operation(scanned) ? one_operation(scanned) : general(scanned);
  result.kind = std::isinf(magnitude) ? number_kind::out_of_range : number_kind::real;
  result.real = scanned.negative ? -magnitude : magnitude;
  return result;
}

} // namespace krait::json
