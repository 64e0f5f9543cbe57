// A small contest: who takes part, and what is said about the results.
// SPDX-License-Identifier: Apache-2.0
#include "pyhost/contest.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "pyhost/interpreter.hpp"
#include "pyhost/peer.hpp"

using namespace krait;
using pyhost::agreement;

namespace {

pyhost::contest_result contest(const pyhost::interpreter& python, std::string_view text,
                               bool allow_nan = false) {
  std::vector<pyhost::peer> peers;
  peers.push_back(pyhost::make_krait(python, allow_nan));
  peers.push_back(pyhost::make_json());
  pyhost::bench_input_texts input;
  input.name = "input";
  input.add(text);
  input.add(text);
  return pyhost::run_contest(peers, input, 3);
}

} // namespace

TEST_CASE("krait and json agree, and both are measured") {
  const pyhost::interpreter python;
  const pyhost::contest_result result =
      contest(python, "{\"a\":[1,1.0,true,\"\\ud800\"]}");
  CHECK(result.rounds == 3);
  CHECK(result.loads.bytes == 2 * 27);
  CHECK(result.loads.peers.size() == 2);
  for (const pyhost::peer_result& peer : result.loads.peers) {
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
  const pyhost::contest_result result = contest(python, "[NaN, 1]", true);
  for (const auto* operation : {&result.loads, &result.dumps})
    for (const pyhost::peer_result& peer : operation->peers)
      CHECK(peer.against_json == agreement::same_bytes);
}
