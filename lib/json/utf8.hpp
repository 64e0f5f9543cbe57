// UTF-8 one code point at a time: the exact, slow side of what SIMD validates in bulk.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace krait::json {

struct code_point {
  std::uint32_t value = 0;
  std::uint8_t length = 0; // bytes taken; 0: the bytes at p begin no valid code point
};

// The code point at the start of [p, end), p < end, as RFC 3629 has it: shortest form,
// at most U+10FFFF, no surrogates unless they are allowed.
code_point decode_utf8(const char* p, const char* end, bool allow_surrogates) noexcept;

// Writes `value` (surrogates too) at p, up to 4 bytes; returns their end.
char* encode_utf8(char* p, std::uint32_t value) noexcept;

// The offset of the first byte that begins no valid code point; text.size() if none
// does.
std::size_t find_invalid_utf8(std::string_view text, bool allow_surrogates) noexcept;

} // namespace krait::json
