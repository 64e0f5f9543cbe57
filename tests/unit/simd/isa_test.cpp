// SPDX-License-Identifier: Apache-2.0
#include "simd/isa.hpp"

#include <string>

#include <doctest/doctest.h>

#include "support/forced_isa.hpp"

namespace krait::simd {

TEST_CASE("the best set that runs here is chosen when none is forced") {
  for (const char* none : {static_cast<const char*>(nullptr), ""}) {
    const selection chosen = select(none);
    CHECK_FALSE(chosen.refused);
    for (const isa set : best_first) {
      if (runs_here(set)) {
        CHECK(chosen.chosen == set);
        break;
      }
    }
  }
}

TEST_CASE("a forced set is taken or refused, never replaced") {
  for (const isa set : best_first) {
    const std::string wanted(name(set));
    const selection chosen = select(wanted.c_str());
    CAPTURE(wanted);
    CHECK(chosen.refused == !runs_here(set));
    if (!chosen.refused)
      CHECK(chosen.chosen == set);
  }
  for (const char* unknown : {"avx", "AVX2", "avx2 ", "neon"}) {
    CAPTURE(unknown);
    CHECK(select(unknown).refused);
  }
}

TEST_CASE("KRAIT_ISA decides in this very process") {
  const char* const wanted = std::getenv("KRAIT_ISA");
  tests::sets_under_test();
  if (wanted != nullptr && *wanted != '\0')
    CHECK(name(selected().chosen) == wanted);
  else
    CHECK(selected().chosen == select(nullptr).chosen);
}

} // namespace krait::simd
