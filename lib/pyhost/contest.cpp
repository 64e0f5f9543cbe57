// Comparison first, then warm-up and calibration, then rounds in shuffled order.
// SPDX-License-Identifier: Apache-2.0
#include "pyhost/contest.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <random>
#include <utility>

#include "pyhost/python_error.hpp"
#include "timing/clock.hpp"

namespace krait::pyhost {
namespace {

using pycore::py_ref;

// Short work is repeated until a sample lasts this long, far above the clock's grain.
constexpr double shortest_sample_ns = 2e6;
constexpr std::size_t most_repetitions = 100'000;

using operation = py_ref (peer::*)(PyObject*) const noexcept;
using py_refs = std::vector<py_ref>;

// One pass over all arguments; each result is freed at once, which is part of the work.
// Throws python_error.
void run_pass(const peer& peer, operation work, const py_refs& arguments) {
  for (const py_ref& argument : arguments)
    if (const py_ref result = (peer.*work)(argument.lend()); !result)
      throw_python_error();
}

double measure(const peer& peer, operation work, const py_refs& arguments,
               std::size_t repetitions) {
  const std::uint64_t started_ns = timing::now_ns();
  for (std::size_t i = 0; i < repetitions; ++i)
    run_pass(peer, work, arguments);
  const std::uint64_t elapsed_ns = timing::now_ns() - started_ns;
  return static_cast<double>(elapsed_ns) / static_cast<double>(repetitions);
}

struct contestant {
  const peer* library;
  peer_result* result;
  std::size_t repetitions = 1;
  std::vector<double> samples;
};

// The first pass warms up, the second says how many make a sample.
void prepare(contestant& one, operation work, const py_refs& arguments) {
  run_pass(*one.library, work, arguments);
  const double once_ns = std::max(measure(*one.library, work, arguments, 1), 1.0);
  const auto wanted = static_cast<std::size_t>(shortest_sample_ns / once_ns);
  one.repetitions = std::clamp<std::size_t>(wanted, 1, most_repetitions);
}

// Interleaved, so that a machine that grows slower (or faster) does so for everybody;
// in another order each round, so that nobody always follows the same neighbour.
void run_rounds(std::vector<contestant>& contestants, operation work,
                const py_refs& arguments, std::size_t rounds) {
  std::minstd_rand shuffler(1); // the same order in every run
  std::vector<contestant*> order;
  order.reserve(contestants.size());
  for (contestant& one : contestants)
    order.push_back(&one);
  for (std::size_t round = 0; round < rounds; ++round) {
    std::shuffle(order.begin(), order.end(), shuffler);
    for (contestant* one : order)
      one->samples.push_back(measure(*one->library, work, arguments, one->repetitions));
  }
  for (contestant& one : contestants)
    one.result->elapsed_ns = timing::summarize(std::move(one.samples));
}

void measure_all(const std::vector<peer>& peers, operation work,
                 const py_refs& arguments, std::size_t rounds,
                 operation_result& result) {
  std::vector<contestant> contestants;
  for (std::size_t i = 0; i < peers.size(); ++i) {
    if (result.peers[i].against_json == agreement::failed)
      continue;
    contestants.push_back({&peers[i], &result.peers[i], 1, {}});
    prepare(contestants.back(), work, arguments);
  }
  run_rounds(contestants, work, arguments, rounds);
}

py_refs results_of(const peer& peer, operation work, const py_refs& arguments) {
  py_refs results;
  for (const py_ref& argument : arguments)
    results.push_back(checked((peer.*work)(argument.lend())));
  return results;
}

bool are_equal(const py_refs& some, const py_refs& others) {
  return std::equal(some.begin(), some.end(), others.begin(), others.end(),
                    [](const py_ref& one, const py_ref& other) {
                      const int equal =
                          PyObject_RichCompareBool(one.lend(), other.lend(), Py_EQ);
                      if (equal < 0)
                        throw_python_error();
                      return equal == 1;
                    });
}

// As written by json: 1 and 1.0 and True differ there, and NaN equals itself.
py_refs spelled_by_json(const peer& json, const py_refs& values) {
  return results_of(json, &peer::dumps, values);
}

// What both comparisons share: run the peer, compare, and keep what it raised.
peer_result judge(const peer& judged, const std::function<agreement()>& compare) {
  peer_result result;
  result.peer = judged.name;
  try {
    result.against_json = compare();
  } catch (const python_error& error) {
    result.against_json = agreement::failed;
    result.error = error.what();
  }
  return result;
}

// What json makes of it; nothing where it fails, which its own line will say.
std::optional<py_refs> expected(const std::function<py_refs()>& run_json) {
  try {
    return run_json();
  } catch (const python_error&) {
    return std::nullopt;
  }
}

agreement compare_loads(const peer& judged, const peer& json, const py_refs& texts,
                        const std::optional<py_refs>& expected) {
  const py_refs values = results_of(judged, &peer::loads, texts);
  if (!expected)
    return agreement::not_compared;
  return are_equal(spelled_by_json(json, values), *expected) ? agreement::same_bytes
                                                             : agreement::different;
}

agreement compare_dumps(const peer& judged, const peer& json, const py_refs& values,
                        const std::optional<py_refs>& expected) {
  const py_refs written = results_of(judged, &peer::dumps, values);
  if (!expected)
    return agreement::not_compared;
  if (are_equal(written, *expected))
    return agreement::same_bytes;
  const py_refs read_back = results_of(json, &peer::loads, written);
  return are_equal(spelled_by_json(json, read_back), *expected) ? agreement::same_values
                                                                : agreement::different;
}

std::size_t total_size(const py_refs& bytes_objects) {
  std::size_t total = 0;
  for (const py_ref& bytes : bytes_objects)
    total += static_cast<std::size_t>(PyBytes_GET_SIZE(bytes.lend()));
  return total;
}

operation_result contest_loads(const std::vector<peer>& peers,
                               const bench_input_texts& input, std::size_t rounds) {
  const peer& json = peers[1];
  operation_result result{"loads", input.bytes, {}};
  const auto values = expected([&] {
    return spelled_by_json(json, results_of(json, &peer::loads, input.texts));
  });
  for (const peer& one : peers)
    result.peers.push_back(
        judge(one, [&] { return compare_loads(one, json, input.texts, values); }));
  measure_all(peers, &peer::loads, input.texts, rounds, result);
  return result;
}

operation_result contest_dumps(const std::vector<peer>& peers, const py_refs& values,
                               std::size_t rounds) {
  const peer& json = peers[1];
  const auto texts = expected([&] { return results_of(json, &peer::dumps, values); });
  operation_result result{"dumps", 0, {}};
  result.bytes = total_size(results_of(peers.front(), &peer::dumps, values));
  for (const peer& one : peers)
    result.peers.push_back(
        judge(one, [&] { return compare_dumps(one, json, values, texts); }));
  measure_all(peers, &peer::dumps, values, rounds, result);
  return result;
}

} // namespace

void bench_input_texts::add(std::string_view text) {
  texts.push_back(checked(py_ref::steal(
      PyBytes_FromStringAndSize(text.data(), static_cast<Py_ssize_t>(text.size())))));
  bytes += text.size();
}

contest_result run_contest(const std::vector<peer>& peers,
                           const bench_input_texts& input, std::size_t rounds) {
  contest_result result{rounds, contest_loads(peers, input, rounds), {}};
  const py_refs values = results_of(peers.front(), &peer::loads, input.texts);
  result.dumps = contest_dumps(peers, values, rounds);
  return result;
}

} // namespace krait::pyhost
