// For tests that run once per KRAIT_ISA: the set that was asked for, or a named skip.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "simd/isa.hpp"

namespace krait::tests {

// The sets to test: the one that KRAIT_ISA forces, or all that run here. Leaves the
// process with a line that ctest takes for a skip where the forced one is absent.
inline std::vector<simd::isa> sets_under_test() {
  const simd::selection& selected = simd::selected();
  if (selected.refused) {
    std::printf("KRAIT_ISA=%s does not run on this machine\n",
                std::string(selected.forced).c_str());
    std::fflush(stdout);
    std::_Exit(0);
  }
  if (!selected.forced.empty())
    return {selected.chosen};
  std::vector<simd::isa> all;
  for (const simd::isa set : simd::best_first)
    if (simd::runs_here(set))
      all.push_back(set);
  return all;
}

} // namespace krait::tests
