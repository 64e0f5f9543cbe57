// Order statistics.
// SPDX-License-Identifier: Apache-2.0
#include "timing/samples.hpp"

#include <vector>

#include <doctest/doctest.h>

using namespace krait;

TEST_CASE("median, minimum and spread of any number of samples in any order") {
  struct row {
    std::vector<double> samples;
    double median, minimum, spread;
  };
  for (const row& r : {
           row{{}, 0, 0, 0},
           row{{7}, 7, 7, 0},
           row{{4, 2}, 3, 2, 1},
           row{{3, 1, 2}, 2, 1, 1},
           row{{5, 1, 4, 2, 3}, 3, 1, 2},
           row{{1, 1, 1, 1, 1000}, 1, 1, 0},
       }) {
    const timing::summary found = timing::summarize(r.samples);
    CHECK(found.median == doctest::Approx(r.median));
    CHECK(found.minimum == doctest::Approx(r.minimum));
    CHECK(found.spread == doctest::Approx(r.spread));
  }
}
