// Numbers out: integers exactly, doubles as the shortest text that reads back the same.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace krait::json {

inline constexpr int max_integer_length = 20; // -9223372036854775808
inline constexpr int max_real_length = 24;    // -2.2250738585072014e-308

// Write at p and return the end of the text.
char* write_integer(char* p, std::int64_t value) noexcept;
// The very bytes of Python's repr(): 0.1, 1e+16, 1e-05, -0.0, 123456.0. `value` is
// finite.
char* write_real(char* p, double value) noexcept;

} // namespace krait::json
