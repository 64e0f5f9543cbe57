// One line for each library and operation, in columns.
// SPDX-License-Identifier: Apache-2.0
#include "app/python_side/bench_table.hpp"

#include <fmt/format.h>

#include "app/report/visible.hpp"
#include "simd/isa.hpp"
#include "timing/stopwatch.hpp"

namespace krait::app {
namespace {

using pyhost::agreement;
using pyhost::operation_result;
using pyhost::peer_result;

std::string format_version(const pyhost::peer& peer) {
  return peer.version.empty() ? peer.name + " (standard library)"
                              : peer.name + " " + peer.version;
}

std::string_view in_words(agreement against_json) {
  switch (against_json) {
  case agreement::same_bytes: return "";
  case agreement::same_values: return "  same values as json, spelled differently";
  case agreement::different: return "  NOT the values that json gives";
  case agreement::not_compared: return "  not compared: json fails";
  case agreement::failed: break;
  }
  return "  failed";
}

std::string format_peer(const operation_result& operation, const peer_result& peer) {
  if (peer.against_json == agreement::failed)
    return fmt::format("  {:<6} {:<8} cannot do this: {}\n", operation.operation,
                       peer.peer, report::visible(peer.error));
  const timing::summary& elapsed_ns = peer.elapsed_ns;
  const double krait_ns = operation.peers.front().elapsed_ns.median;
  return fmt::format("  {:<6} {:<8}{:>12.2f}{:>12.2f}{:>10.2f}{:>9.1f}{:>8.2f}{}\n",
                     operation.operation, peer.peer, elapsed_ns.median / 1e3,
                     elapsed_ns.minimum / 1e3, elapsed_ns.spread / 1e3,
                     timing::megabytes_per_second(operation.bytes, elapsed_ns.median),
                     krait_ns > 0 ? elapsed_ns.median / krait_ns : 0,
                     in_words(peer.against_json));
}

std::string counted(std::size_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::string format_operation(const operation_result& operation) {
  std::string lines;
  for (const peer_result& peer : operation.peers)
    lines += format_peer(operation, peer);
  return lines;
}

} // namespace

std::string format_heading(const std::vector<pyhost::peer>& peers,
                           const std::vector<std::string>& absent) {
  std::string names;
  for (const pyhost::peer& peer : peers)
    names += (names.empty() ? "" : ", ") + format_version(peer);
  const std::string_view python = pyhost::linked_python_name();
  std::string heading = fmt::format("Python {}, {} kernels: {}\n", python,
                                    simd::name(simd::selected().chosen), names);
  for (const std::string& one : absent)
    heading += fmt::format("absent: {}\n", report::visible(one));
  return heading +
         "loads: bytes to objects; dumps: objects to UTF-8 bytes, no white "
         "space.\nFreeing the result counts; the collector runs as Python sets "
         "it up.\nx: times krait's median; iqr: half of the rounds lie so "
         "close together.\n";
}

std::string format_contest(const pyhost::bench_input_texts& input,
                           const pyhost::contest_result& result) {
  return fmt::format("\n{}: {} bytes in {}, {}\n"
                     "  {:<6} {:<8}{:>12}{:>12}{:>10}{:>9}{:>8}\n",
                     report::visible(input.name), input.bytes,
                     counted(input.texts.size(), "text"),
                     counted(result.rounds, "round"), "", "", "median us", "min us",
                     "iqr us", "MB/s", "x") +
         format_operation(result.loads) + format_operation(result.dumps);
}

} // namespace krait::app
