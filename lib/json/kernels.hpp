// The complete list of JSON operations that have more than one implementation.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "simd/isa.hpp"

namespace krait::json {

// How far an encoder came: the first unit it did not take, and the end of its output.
template <class Unit> struct encoded {
  const Unit* stop;
  char* out;
};

// What an encoder may overwrite behind the longest output of its units.
inline constexpr std::size_t encoder_slack = 64;

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
  // As write_real(), each of them and a comma behind it. There must be room for
  // real_room and a comma as many times.
  char* (*write_reals)(char* p, const double* values, std::size_t count) noexcept;
  // As "[x,y]," so many times. There must be room for two characters a pair besides.
  char* (*write_pairs)(char* p, const double* values, std::size_t pairs) noexcept;
  // From code units of one width to UTF-8, as far as a JSON string can hold them
  // verbatim: to `end` or to the first escapable one or lone surrogate. `out` has room
  // for 2, 3 or 4 bytes a unit, by the width, and encoder_slack.
  encoded<std::uint8_t> (*latin1_to_utf8)(const std::uint8_t* p,
                                          const std::uint8_t* end, char* out) noexcept;
  encoded<std::uint16_t> (*ucs2_to_utf8)(const std::uint16_t* p,
                                         const std::uint16_t* end, char* out) noexcept;
  encoded<std::uint32_t> (*ucs4_to_utf8)(const std::uint32_t* p,
                                         const std::uint32_t* end, char* out) noexcept;
};

// The kernels of `set`, which must run here.
const kernels& kernels_of(simd::isa set) noexcept;
inline const kernels& selected_kernels() noexcept {
  return json::kernels_of(simd::selected().chosen); // not simd's, which ADL finds too
}

namespace scalar {
extern const kernels table;
char* write_real(char* p, double value) noexcept; // real_scalar.cpp
char* write_reals(char* p, const double* values, std::size_t count) noexcept;
char* write_pairs(char* p, const double* values, std::size_t pairs) noexcept;
} // namespace scalar
namespace sse42 {
extern const kernels table;
char* write_real(char* p, double value) noexcept; // real_sse42.cpp
char* write_reals(char* p, const double* values, std::size_t count) noexcept;
char* write_pairs(char* p, const double* values, std::size_t pairs) noexcept;
} // namespace sse42
namespace avx2 {
extern const kernels table;
char* write_real(char* p, double value) noexcept; // real_avx2.cpp
char* write_reals(char* p, const double* values, std::size_t count) noexcept;
char* write_pairs(char* p, const double* values, std::size_t pairs) noexcept;
} // namespace avx2
namespace avx512 {
extern const kernels table;
char* write_real(char* p, double value) noexcept; // real_avx512.cpp
char* write_reals(char* p, const double* values, std::size_t count) noexcept;
char* write_pairs(char* p, const double* values, std::size_t pairs) noexcept;
} // namespace avx512

} // namespace krait::json
