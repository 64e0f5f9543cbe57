// Adds up the time and the bytes of one phase of a program.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "timing/clock.hpp"

namespace krait::timing {

struct phase {
  std::uint64_t elapsed_ns = 0;
  std::size_t bytes = 0;
};

// Million bytes a second; 0 where no time was measured.
double megabytes_per_second(std::size_t bytes, double elapsed_ns) noexcept;

// Measures its own lifetime into a phase; costs nothing where there is none.
class lap {
public:
  explicit lap(phase* measured) noexcept
      : measured_(measured), started_ns_(measured == nullptr ? 0 : now_ns()) {}
  ~lap() {
    if (measured_ != nullptr)
      measured_->elapsed_ns += now_ns() - started_ns_;
  }
  lap(const lap&) = delete;
  lap& operator=(const lap&) = delete;

private:
  phase* measured_;
  std::uint64_t started_ns_;
};

} // namespace krait::timing
