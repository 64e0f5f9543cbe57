// How the figures of bench read.
// SPDX-License-Identifier: Apache-2.0
#include "app/python_side/bench_table.hpp"

#include <doctest/doctest.h>

using namespace krait;
using pyhost::agreement;

TEST_CASE("the table names every peer, with its failure where it has one") {
  pyhost::bench_input_texts input;
  input.name = "in\x1bput";
  pyhost::contest_result result;
  result.rounds = 1;
  result.loads = {"loads", 2'000'000, {}};
  result.loads.peers.push_back({"krait", agreement::same_bytes, "", {1e6, 9e5, 1e5}});
  result.loads.peers.push_back({"json", agreement::same_values, "", {4e6, 3e6, 0}});
  result.loads.peers.push_back({"other", agreement::failed, "TypeError: no", {}});
  result.dumps = {"dumps", 0, {}};
  CHECK(app::format_contest(input, result) ==
        "\nin^[put: 0 bytes in 0 texts, 1 round\n"
        "                    median us      min us    iqr us     MB/s       x\n"
        "  loads  krait        1000.00      900.00    100.00   2000.0    1.00\n"
        "  loads  json         4000.00     3000.00      0.00    500.0    4.00"
        "  same values as json, spelled differently\n"
        "  loads  other    cannot do this: TypeError: no\n");
}
