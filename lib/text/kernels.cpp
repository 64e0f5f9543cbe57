// From an instruction set to its kernels.
// SPDX-License-Identifier: Apache-2.0
#include "text/kernels.hpp"

namespace krait::text {

const kernels& kernels_of(simd::isa set) noexcept {
#if defined(__x86_64__)
  switch (set) {
  case simd::isa::avx512: return avx512::table;
  case simd::isa::avx2: return avx2::table;
  case simd::isa::sse42: return sse42::table;
  case simd::isa::scalar: break;
  }
#else
  static_cast<void>(set);
#endif
  return scalar::table;
}

} // namespace krait::text
