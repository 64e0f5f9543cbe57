// The arithmetic of throughput.
// SPDX-License-Identifier: Apache-2.0
#include "timing/stopwatch.hpp"

namespace krait::timing {

double megabytes_per_second(std::size_t bytes, double elapsed_ns) noexcept {
  return elapsed_ns > 0 ? static_cast<double>(bytes) * 1e3 / elapsed_ns : 0;
}

} // namespace krait::timing
