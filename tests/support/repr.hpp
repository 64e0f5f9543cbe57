// Python's repr() of a double by the standard library, as an oracle: its shortest
// digits, laid out again.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <string>

namespace krait::tests {

// 1.5e-07, 1e+16: a sign always, two digits at least.
inline std::string scientific(const std::string& digits, int exponent) {
  std::string text = digits.substr(0, 1);
  if (digits.size() > 1)
    text += "." + digits.substr(1);
  text += exponent < 0 ? "e-" : "e+";
  const std::string magnitude = std::to_string(std::abs(exponent));
  return text + (magnitude.size() < 2 ? "0" : "") + magnitude;
}

// 0.00015, 12.5, 1200.0. `point` is the number of digits before the point.
inline std::string fixed(std::string digits, int point) {
  if (point <= 0)
    return "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
  const auto before = static_cast<std::size_t>(point);
  if (digits.size() < before + 1)
    digits.resize(before + 1, '0');
  return digits.insert(before, ".");
}

// Of a finite value.
inline std::string repr(double value) {
  if (value == 0)
    return std::signbit(value) ? "-0.0" : "0.0";
  char text[32];
  const char* const end = std::to_chars(text, text + sizeof text, std::fabs(value),
                                        std::chars_format::scientific)
                              .ptr;
  std::string digits;
  const char* p = text;
  for (; *p != 'e'; ++p)
    if (*p != '.')
      digits += *p;
  int exponent = 0;
  std::from_chars(p + 1 + (p[1] == '+'), end, exponent);
  const std::string sign = value < 0 ? "-" : "";
  // repr() changes to the scientific form below 1e-4 and from 1e16 on.
  return sign + (exponent >= -4 && exponent < 16 ? fixed(digits, exponent + 1)
                                                 : scientific(digits, exponent));
}

} // namespace krait::tests
