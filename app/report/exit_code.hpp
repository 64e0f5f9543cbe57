// What krait's exit status says; the man page prints this table.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

namespace krait::report {

enum class exit_code {
  done = 0,
  invalid_json = 1,
  usage = 2,
  io_failure = 3,
  internal_failure = 4,
  interrupted = 130,
};

struct exit_meaning {
  exit_code code;
  std::string_view meaning;
};

inline constexpr std::array<exit_meaning, 6> exit_meanings{{
    {exit_code::done, "All input was valid, and everything was written."},
    {exit_code::invalid_json, "Some input is not valid JSON."},
    {exit_code::usage, "The command line (or the environment) asks for what krait does "
                       "not have."},
    {exit_code::io_failure, "A file could not be read or written."},
    {exit_code::internal_failure,
     "Memory ran out, Python did not start, or krait has a fault."},
    {exit_code::interrupted, "SIGINT ended krait."},
}};

// Of two outcomes the one that the command as a whole ends with.
exit_code more_serious(exit_code one, exit_code other) noexcept;

} // namespace krait::report
