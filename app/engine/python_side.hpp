// What only krait-python can do: the part of the program that stands on libpython.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "app/commands/options.hpp"
#include "app/report/exit_code.hpp"

namespace krait::app {

// The executable krait has none, and hands over to krait-python (handover.hpp).
struct python_side {
  report::exit_code (*transcode)(const transcode_options&);
  report::exit_code (*check)(const check_options&);
  report::exit_code (*bench)(const bench_options&);
  // Its lines of --version: "python ...", "simdjson ..." and "compat ...".
  std::string (*version)();
};

} // namespace krait::app
