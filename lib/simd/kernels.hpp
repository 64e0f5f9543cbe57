// The complete list of general byte operations that have more than one implementation.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "simd/isa.hpp"

namespace krait::simd {

// What decides the width of a string's code points, and how many there are.
struct utf8_measure {
  std::size_t code_points; // bytes that do not continue another
  std::uint8_t highest;    // the highest byte: below 0x80 all is ASCII, below 0xC4
                           // Latin-1, below 0xF0 one UTF-16 unit holds each
};

struct kernels {
  isa set;
  // Reads nothing outside [p, end); the bytes must be valid UTF-8 for the counts to
  // mean code points.
  utf8_measure (*measure_utf8)(const char* p, const char* end) noexcept;
  // From UTF-8 to code units of one width. [p, end) is valid but for lone surrogates,
  // which may stand in it encoded (ED A0..BF xx); each code point fits the width; `out`
  // has room for exactly as many units as there are code points, and nothing behind
  // them is written.
  void (*utf8_to_latin1)(const char* p, const char* end, std::uint8_t* out) noexcept;
  void (*utf8_to_ucs2)(const char* p, const char* end, std::uint16_t* out) noexcept;
  void (*utf8_to_ucs4)(const char* p, const char* end, std::uint32_t* out) noexcept;
};

// The kernels of `set`, which must run here.
const kernels& kernels_of(isa set) noexcept;
inline const kernels& selected_kernels() noexcept {
  return kernels_of(selected().chosen);
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

} // namespace krait::simd
