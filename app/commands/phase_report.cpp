// A small table: milliseconds, and million bytes a second.
// SPDX-License-Identifier: Apache-2.0
#include "app/commands/phase_report.hpp"

#include <string_view>

#include <fmt/format.h>

namespace krait::app {
namespace {

std::string format_phase(std::string_view name, const timing::phase& phase) {
  const auto elapsed_ns = static_cast<double>(phase.elapsed_ns);
  if (phase.elapsed_ns == 0)
    return {};
  return fmt::format("{:<6}{:>12.3f} ms{:>10.1f} MB/s\n", name, elapsed_ns / 1e6,
                     timing::megabytes_per_second(phase.bytes, elapsed_ns));
}

} // namespace

std::string format_phases(const phases& times) {
  return format_phase("read", times.read) + format_phase("text", times.text) +
         format_phase("loads", times.loads) + format_phase("dumps", times.dumps) +
         format_phase("write", times.write);
}

} // namespace krait::app
