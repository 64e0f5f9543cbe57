// A small contest: who takes part, and what is said about the results.
// SPDX-License-Identifier: Apache-2.0
#include "app/commands/bench_contest.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "app/commands/bench_table.hpp"
#include "pyhost/interpreter.hpp"
#include "pyhost/peer.hpp"

using namespace krait;
using app::agreement;

namespace {

app::contest_result contest(const pyhost::interpreter& python, std::string_view text,
                            bool allow_nan = false) {
  std::vector<pyhost::peer> peers;
  peers.push_back(pyhost::make_krait(python, allow_nan));
  peers.push_back(pyhost::make_json());
  app::bench_input_texts input;
  input.name = "input";
  input.add(text);
  input.add(text);
  return app::run_contest(peers, input, 3);
}

} // namespace

TEST_CASE("krait and json agree, and both are measured") {
  const pyhost::interpreter python;
  const app::contest_result result =
      contest(python, "{\"a\":[1,1.0,true,\"\\ud800\"]}");
  CHECK(result.rounds == 3);
  CHECK(result.loads.bytes == 2 * 27);
  CHECK(result.loads.peers.size() == 2);
  for (const app::peer_result& peer : result.loads.peers) {
    CAPTURE(peer.peer);
    CHECK(peer.elapsed_ns.median >= peer.elapsed_ns.minimum);
    CHECK(peer.elapsed_ns.minimum > 0);
  }
  // json cannot encode the lone surrogate, and nothing can be compared with it.
  CHECK(result.dumps.peers[0].against_json == agreement::not_compared);
  CHECK(result.dumps.peers[1].against_json == agreement::failed);
  CHECK(result.dumps.peers[1].error.starts_with("UnicodeEncodeError"));
}

TEST_CASE("NaN equals itself") {
  const pyhost::interpreter python;
  const app::contest_result result = contest(python, "[NaN, 1]", true);
  for (const auto* operation : {&result.loads, &result.dumps})
    for (const app::peer_result& peer : operation->peers)
      CHECK(peer.against_json == agreement::same_bytes);
}

TEST_CASE("the table names every peer, with its failure where it has one") {
  app::bench_input_texts input;
  input.name = "in\x1bput";
  app::contest_result result;
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
