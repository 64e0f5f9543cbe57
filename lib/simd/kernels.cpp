// From an instruction set to its kernels.
// SPDX-License-Identifier: Apache-2.0
#include "simd/kernels.hpp"

namespace krait::simd {

const kernels& kernels_of(isa set) noexcept {
#if defined(__x86_64__)
  switch (set) {
  case isa::avx512: return avx512::table;
  case isa::avx2: return avx2::table;
  case isa::sse42: return sse42::table;
  case isa::scalar: break;
  }
#else
  static_cast<void>(set);
#endif
  return scalar::table;
}

} // namespace krait::simd
