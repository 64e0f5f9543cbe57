// How single characters of a string are written as JSON escapes.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace krait::json {

inline constexpr int max_escape_length = 12; // a surrogate pair, \ud83d\ude00

// Writes the escape of one UTF-16 unit as \uXXXX in lower case; returns the end.
char* write_unicode_escape(char* p, std::uint32_t unit) noexcept;

// Writes the shortest escape of `value`: \n and its like, \uXXXX, or a surrogate pair
// where it lies beyond U+FFFF. At most max_escape_length bytes.
char* write_escape(char* p, std::uint32_t value) noexcept;

} // namespace krait::json
