// Numbers in: from a JSON literal to an exact integer or the nearest double.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "json/eight_digits.hpp"

namespace krait::json {

enum class number_kind : std::uint8_t {
  malformed,    // not a number of RFC 8259; `end` is where the reader gave up
  integer,      // fits `integer`
  long_integer, // a valid integer of more digits than int64 holds: convert the literal
  real,         // has a fraction or an exponent; `real` is correctly rounded
  out_of_range, // a real whose magnitude no double can hold
};

struct number {
  number_kind kind;
  const char* end; // behind the literal's last byte
  union {
    std::int64_t integer;
    double real;
  };
};

// The number at p, in a text that ends at `end`, where a zero byte must stand. What may
// follow a number is the caller's to check.
number read_number(const char* p, const char* end) noexcept;

// The double nearest to significand * 10^exponent, for significand != 0; infinite where
// it is beyond all doubles.
double scale_decimal(std::uint64_t significand, std::int64_t exponent) noexcept;

// The most common number, an integer of at most seven digits, for callers to inline:
// its end, or null where there is another at p or none, of which nothing is said then.
inline const char* read_short_integer(const char* p, const char* end,
                                      std::int64_t& value) noexcept {
  const bool negative = *p == '-';
  p += negative;
  if (end - p < 8)
    return nullptr;
  const std::uint64_t digits = eight_digits::load(p);
  const int count = eight_digits::count(digits);
  const char after = p[count];
  if (count == 0 || count == 8 || (*p == '0' && count != 1) || after == '.' ||
      (after | 0x20) == 'e')
    return nullptr;
  const auto magnitude =
      static_cast<std::int64_t>(eight_digits::value(digits << (64 - 8 * count)));
  value = negative ? -magnitude : magnitude;
  return p + count;
}

} // namespace krait::json
