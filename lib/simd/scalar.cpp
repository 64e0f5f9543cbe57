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

} // namespace

const kernels table = {isa::scalar, measure_utf8};

} // namespace krait::simd::scalar
