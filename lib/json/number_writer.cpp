// Shortest digits by the standard library, laid out as Python's repr() does.
// SPDX-License-Identifier: Apache-2.0
#include "json/number_writer.hpp"

#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstring>

namespace krait::json {

namespace {

// The shortest digits of a positive double: value = 0.d1d2d3... * 10^point.
struct decimal {
  char digits[17];
  int count = 0;
  int point = 0;
};

decimal shortest(double magnitude) noexcept {
  // std::to_chars writes d.ddde-dd: at most 17 digits, a point and e-308.
  char text[32];
  const char* const end =
      std::to_chars(text, text + sizeof text, magnitude, std::chars_format::scientific)
          .ptr;
  decimal result;
  const char* p = text;
  for (; *p != 'e'; ++p)
    if (*p != '.')
      result.digits[result.count++] = *p;
  const bool negative = p[1] == '-';
  std::from_chars(p + 2, end, result.point);
  result.point = (negative ? -result.point : result.point) + 1;
  return result;
}

char* write_digits(char* p, const char* digits, int count) noexcept {
  std::memcpy(p, digits, static_cast<std::size_t>(count));
  return p + count;
}

char* write_zeros(char* p, int count) noexcept {
  std::memset(p, '0', static_cast<std::size_t>(count));
  return p + count;
}

// 1.5e-07, 1e+16: a sign always, two digits at least.
char* write_scientific(char* p, const decimal& number) noexcept {
  *p++ = number.digits[0];
  if (number.count > 1) {
    *p++ = '.';
    p = write_digits(p, number.digits + 1, number.count - 1);
  }
  int exponent = number.point - 1;
  *p++ = 'e';
  *p++ = exponent < 0 ? '-' : '+';
  exponent = exponent < 0 ? -exponent : exponent;
  if (exponent < 10)
    *p++ = '0';
  return write_integer(p, exponent);
}

char* write_fixed(char* p, const decimal& number) noexcept {
  if (number.point <= 0) {
    p = write_digits(p, "0.", 2);
    p = write_zeros(p, -number.point);
    return write_digits(p, number.digits, number.count);
  }
  if (number.count <= number.point) {
    p = write_digits(p, number.digits, number.count);
    p = write_zeros(p, number.point - number.count);
    return write_digits(p, ".0", 2);
  }
  p = write_digits(p, number.digits, number.point);
  *p++ = '.';
  return write_digits(p, number.digits + number.point, number.count - number.point);
}

} // namespace

char* write_integer(char* p, std::int64_t value) noexcept {
  return std::to_chars(p, p + max_integer_length, value).ptr;
}

char* write_real(char* p, double value) noexcept {
  if (std::signbit(value)) {
    *p++ = '-';
    value = -value;
  }
  if (value == 0)
    return write_digits(p, "0.0", 3);
  const decimal number = shortest(value);
  // repr() changes to the scientific form below 1e-4 and from 1e16 on.
  return number.point > -4 && number.point <= 16 ? write_fixed(p, number)
                                                 : write_scientific(p, number);
}

} // namespace krait::json
