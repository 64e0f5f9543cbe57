// Order statistics of a few dozen numbers.
// SPDX-License-Identifier: Apache-2.0
#include "timing/samples.hpp"

#include <algorithm>
#include <cstddef>

namespace krait::timing {
namespace {

// `sorted` is not empty; share is from 0 to 1.
double quantile(const std::vector<double>& sorted, double share) {
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  const double weight = place - static_cast<double>(below);
  return sorted[below] + (sorted[above] - sorted[below]) * weight;
}

} // namespace

summary summarize(std::vector<double> samples) {
  if (samples.empty())
    return {};
  std::sort(samples.begin(), samples.end());
  return {quantile(samples, 0.5), samples.front(),
          quantile(samples, 0.75) - quantile(samples, 0.25)};
}

} // namespace krait::timing
