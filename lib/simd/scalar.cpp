// The specification of the byte kernels, in plain C++ for any machine.
// SPDX-License-Identifier: Apache-2.0
#include "simd/kernels.hpp"

#include <algorithm>

namespace krait::simd::scalar {

namespace {

utf8_measure measure_utf8(const char* p, const char* end) noexcept {
  utf8_measure result = {0, 0};
  for (; p != end; ++p) {
    const auto byte = static_cast<std::uint8_t>(*p);
    result.code_points += (byte & 0xC0) != 0x80;
    result.highest = std::max(result.highest, byte);
  }
  return result;
}

std::uint32_t byte_at(const char* p, int i) noexcept {
  return static_cast<std::uint8_t>(p[i]);
}

// Valid input is the caller's promise, so nothing is checked here but the end.
template <class Unit> void decode(const char* p, const char* end, Unit* out) noexcept {
  while (p != end) {
    const std::uint32_t first = byte_at(p, 0);
    if (first < 0x80) {
      *out++ = static_cast<Unit>(first);
      p += 1;
    } else if (first < 0xE0) {
      *out++ = static_cast<Unit>((first & 0x1F) << 6 | (byte_at(p, 1) & 0x3F));
      p += 2;
    } else if (first < 0xF0) {
      *out++ = static_cast<Unit>((first & 0x0F) << 12 | (byte_at(p, 1) & 0x3F) << 6 |
                                 (byte_at(p, 2) & 0x3F));
      p += 3;
    } else {
      *out++ = static_cast<Unit>((first & 0x07) << 18 | (byte_at(p, 1) & 0x3F) << 12 |
                                 (byte_at(p, 2) & 0x3F) << 6 | (byte_at(p, 3) & 0x3F));
      p += 4;
    }
  }
}

} // namespace

const kernels table = {isa::scalar, measure_utf8, decode<std::uint8_t>,
                       decode<std::uint16_t>, decode<std::uint32_t>};

} // namespace krait::simd::scalar
