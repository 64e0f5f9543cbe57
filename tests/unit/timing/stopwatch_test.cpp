// Phases and throughput.
// SPDX-License-Identifier: Apache-2.0
#include "timing/stopwatch.hpp"

#include <chrono>
#include <thread>

#include <doctest/doctest.h>

#include "timing/clock.hpp"

using namespace krait;

TEST_CASE("laps add up to what passed") {
  timing::phase phase;
  const std::uint64_t started_ns = timing::now_ns();
  for (int i = 0; i < 2; ++i) {
    const timing::lap lap(&phase);
    std::this_thread::sleep_for(std::chrono::milliseconds(3));
  }
  CHECK(phase.elapsed_ns >= 6'000'000);
  CHECK(phase.elapsed_ns <= timing::now_ns() - started_ns);
}

TEST_CASE("a lap without a phase measures nothing") {
  const timing::lap lap(nullptr);
  CHECK(timing::now_ns() > 0);
}

TEST_CASE("throughput is in million bytes a second") {
  CHECK(timing::megabytes_per_second(5'000'000, 1e9) == doctest::Approx(5));
  CHECK(timing::megabytes_per_second(1, 0) == 0);
}
