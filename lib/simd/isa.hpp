// Which instruction set the kernels use: the CPU question, asked once.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace krait::simd {

// Ascending: a machine that runs one runs all below it.
//   sse42   SSE4.2 and POPCNT (x86-64-v2)
//   avx2    AVX2, BMI1, BMI2, LZCNT (x86-64-v3), PCLMULQDQ
//   avx512  F, BW, VL, DQ and IFMA, VBMI, VBMI2 (Ice Lake, Zen 4 and later)
enum class isa : std::uint8_t { scalar, sse42, avx2, avx512 };
inline constexpr isa best_first[] = {isa::avx512, isa::avx2, isa::sse42, isa::scalar};

std::string_view name(isa set) noexcept;
bool runs_here(isa set) noexcept;
// Whether PEXT of BMI2 takes a few cycles; where it does not, it takes hundreds.
bool has_fast_pext() noexcept;

// What the environment variable KRAIT_ISA asked for and what is used. One that is
// unknown or absent here is refused: programs must report it and stop, never take a
// second choice in silence. `chosen` is scalar then.
struct selection {
  isa chosen = isa::scalar;
  std::string_view forced;
  bool refused = false;
};
const selection& selected() noexcept;
// The rule behind selected(), for any value of the variable; null or empty: the best.
selection select(const char* forced) noexcept;

} // namespace krait::simd
