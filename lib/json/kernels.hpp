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
  // Writes a finite double as Python's repr() does, 0.1, 1e+16, 1e-05, -0.0, 123456.0,
  // and returns the end of the text: the shortest that reads back the same. real_room
  // bytes must be writable at p; those behind the text are overwritten with anything.
  char* (*write_real)(char* p, double value) noexcept;
};

// The kernels of `set`, which must run here.
const kernels& kernels_of(simd::isa set) noexcept;
inline const kernels& selected_kernels() noexcept {
  return json::kernels_of(simd::selected().chosen); // not simd's, which ADL finds too
}

namespace scalar {
extern const kernels table;
char* write_real(char* p, double value) noexcept; // real_scalar.cpp
} // namespace scalar
namespace sse42 {
extern const kernels table;
char* write_real(char* p, double value) noexcept; // real_sse42.cpp
} // namespace sse42
namespace avx2 {
extern const kernels table;
char* write_real(char* p, double value) noexcept; // real_avx2.cpp
} // namespace avx2
namespace avx512 {
extern const kernels table;
char* write_real(char* p, double value) noexcept; // real_avx512.cpp
} // namespace avx512

} // namespace krait::json
