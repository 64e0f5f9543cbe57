// What each command was asked to do: plain records, filled by the parser.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "json/options.hpp"

namespace krait::app {

// What every command that reads JSON understands. No file: standard input.
struct reading_options {
  std::vector<std::string> files;
  bool allow_nan = false;
  std::size_t max_depth = json::default_max_depth;
  bool time = false;
  bool quiet = false;
};

struct transcode_options {
  reading_options reading;
  std::string output; // empty: standard output
  bool pretty = true;
  std::size_t indent = 2;
  bool tab = false;
  bool sort_keys = false;
  bool ascii = false;
};

struct bench_options {
  std::vector<std::string> files;
  bool allow_nan = false;
  std::size_t rounds = 15;
  std::string python_env; // empty: VIRTUAL_ENV, if that is set
};

} // namespace krait::app
