// The complete list of JSON operations that have more than one implementation.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simd/isa.hpp"

namespace krait::json {

struct kernels {
  simd::isa set;
  // First byte of [p, end) that a JSON string cannot hold verbatim: a quotation mark, a
  // reverse solidus or a byte below 0x20; `end` if there is none. Bytes from 0x80 up
  // pass. Nothing outside [p, end) is read, here and below.
  const char* (*find_escapable)(const char* p, const char* end) noexcept;
  // First byte that is not plain: the same, and DEL and bytes from 0x80 up besides.
  const char* (*find_not_plain)(const char* p, const char* end) noexcept;
};

// The kernels of `set`, which must run here.
const kernels& kernels_of(simd::isa set) noexcept;
inline const kernels& selected_kernels() noexcept {
  return json::kernels_of(simd::selected().chosen); // not simd's, which ADL finds too
}

namespace scalar {
extern const kernels table;
}
namespace sse42 {
extern const kernels table;
}
namespace avx2 {
extern const kernels table;
}
namespace avx512 {
extern const kernels table;
}

} // namespace krait::json
