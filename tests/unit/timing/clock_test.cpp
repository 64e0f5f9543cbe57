// The clock.
// SPDX-License-Identifier: Apache-2.0
#include "timing/clock.hpp"

#include <doctest/doctest.h>

TEST_CASE("the clock never goes back") {
  std::uint64_t last = krait::timing::now_ns();
  for (int i = 0; i < 10'000; ++i) {
    const std::uint64_t now = krait::timing::now_ns();
    CHECK(now >= last);
    last = now;
  }
}
