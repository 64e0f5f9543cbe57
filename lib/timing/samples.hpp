// What repeated measurements of one thing say: the middle, the best, how far apart.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

namespace krait::timing {

struct summary {
  double median = 0;
  double minimum = 0;
  double spread =
      0; // the distance between the quartiles: half of all samples lie there
};

// Quantiles between two samples are interpolated. All zero where there is no sample.
summary summarize(std::vector<double> samples);

} // namespace krait::timing
