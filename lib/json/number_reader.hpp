// Numbers in: from a JSON literal to an exact integer or the nearest double.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

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

} // namespace krait::json
