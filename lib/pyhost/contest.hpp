// Measures the peers on one input: same calls, interleaved rounds, results compared.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pycore/python.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "pycore/py_ref.hpp"
#include "pyhost/peer.hpp"
#include "timing/samples.hpp"

namespace krait::pyhost {

struct bench_input_texts {
  std::string name;
  std::vector<pycore::py_ref> texts; // bytes objects
  std::size_t bytes = 0;

  void add(std::string_view text);
};

// How a peer's results compare with those of json (for loads: both written by json).
enum class agreement {
  same_bytes,  // loads: the same values, to the type and the order of keys
  same_values, // dumps: other bytes that json reads as the same values
  different,
  not_compared, // json itself failed
  failed,       // the peer raised; `error` says what
};

struct peer_result {
  std::string peer;
  agreement against_json = agreement::failed;
  std::string error;
  timing::summary elapsed_ns; // for all texts of the input once
};

struct operation_result {
  std::string_view operation; // "loads" or "dumps"
  std::size_t bytes = 0;      // read by loads; written by krait's dumps
  std::vector<peer_result> peers;
};

struct contest_result {
  std::size_t rounds = 0;
  operation_result loads;
  operation_result dumps;
};

// The first peer is krait, the second json. Throws python_error where krait itself
// fails.
contest_result run_contest(const std::vector<peer>& peers,
                           const bench_input_texts& input, std::size_t rounds);

} // namespace krait::pyhost
