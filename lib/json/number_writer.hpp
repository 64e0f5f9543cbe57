// Numbers out: integers exactly, doubles as the shortest text that reads back the same.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace krait::json {

inline constexpr std::size_t max_integer_length = 20; // -9223372036854775808
inline constexpr std::size_t max_real_length = 24;    // -2.2250738585072014e-308
// What kernels::write_real() may write to, whatever the text's length: it stores a sign
// and then up to 33 bytes at once.
inline constexpr std::size_t real_room = 34;

// Writes at p and returns the end of the text. Doubles: kernels::write_real().
char* write_integer(char* p, std::int64_t value) noexcept;

} // namespace krait::json
