// The only file that asks which CPU this is.
// SPDX-License-Identifier: Apache-2.0
#include "simd/isa.hpp"

#include <cstdlib>

namespace krait::simd {

std::string_view name(isa set) noexcept {
  switch (set) {
  case isa::scalar: return "scalar";
  case isa::sse42: return "sse42";
  case isa::avx2: return "avx2";
  case isa::avx512: return "avx512";
  }
  return "unknown";
}

bool runs_here(isa set) noexcept {
#if defined(__x86_64__)
  __builtin_cpu_init();
  switch (set) {
  case isa::scalar: return true;
  case isa::sse42:
    return __builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("popcnt");
  case isa::avx2:
    return runs_here(isa::sse42) && __builtin_cpu_supports("avx2") &&
           __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
           __builtin_cpu_supports("pclmul");
  case isa::avx512:
#if defined(KRAIT_EMULATE_AVX512)
    return true;
#else
    return runs_here(isa::avx2) && __builtin_cpu_supports("avx512f") &&
           __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512ifma") &&
           __builtin_cpu_supports("avx512vbmi") &&
           __builtin_cpu_supports("avx512vbmi2");
#endif
  }
  return false;
#else
  return set == isa::scalar;
#endif
}

// AMD's first two generations of Zen have it in microcode, bit by bit.
bool has_fast_pext() noexcept {
#if defined(__x86_64__)
  __builtin_cpu_init();
  return __builtin_cpu_supports("bmi2") && !__builtin_cpu_is("znver1") &&
         !__builtin_cpu_is("znver2");
#else
  return false;
#endif
}

selection select(const char* forced) noexcept {
  selection result;
  const bool any = forced == nullptr || *forced == '\0';
  if (!any)
    result.forced = forced;
  for (const isa set : best_first) {
    if ((any || result.forced == name(set)) && runs_here(set)) {
      result.chosen = set;
      return result;
    }
  }
  result.refused = true;
  return result;
}

const selection& selected() noexcept {
  static const selection once = select(std::getenv("KRAIT_ISA"));
  return once;
}

} // namespace krait::simd
