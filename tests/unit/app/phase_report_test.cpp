// What --time says.
// SPDX-License-Identifier: Apache-2.0
#include "app/commands/phase_report.hpp"

#include <doctest/doctest.h>

using namespace krait;

TEST_CASE("phases that did nothing are left out") {
  app::phases times;
  CHECK(app::format_phases(times).empty());
  times.read = {2'000'000, 1'000'000};
  times.write = {500, 0};
  CHECK(app::format_phases(times) == "read         2.000 ms     500.0 MB/s\n"
                                     "write        0.001 ms       0.0 MB/s\n");
}
