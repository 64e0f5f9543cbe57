// What each command was asked to do: plain records, filled by the parser.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

#include "text/settings.hpp"
#include "json/options.hpp"

namespace krait::app {

// Who does the work; automatic: the text engine wherever it gives the same bytes.
enum class engine_choice { automatic, text, python };

// What every command that reads JSON understands. No file: standard input.
struct reading_options {
  std::vector<std::string> files;
  engine_choice engine = engine_choice::automatic;
  bool allow_nan = false;
  std::size_t max_depth = json::default_max_depth;
  text::duplicates duplicates = text::duplicates::last;
  bool strict = false;
  bool lossy = false; // lossy numbers are no error with strict either
  text::on_error on_error = text::on_error::stop;
  std::size_t jobs = 0; // 0: as many as pay
  bool time = false;
  bool quiet = false;
  bool verbose = false;
};

struct check_options {
  reading_options reading;
  bool json = false; // findings as lines of JSON on standard output
};

struct transcode_options {
  reading_options reading;
  std::string output; // empty: standard output
  bool pretty = true;
  std::size_t indent = 2;
  bool tab = false;
  bool sort_keys = false;
  bool ascii = false;
  bool verbatim = false;
};

struct bench_options {
  std::vector<std::string> files;
  bool allow_nan = false;
  std::size_t rounds = 15;
  std::string python_env; // empty: VIRTUAL_ENV, if that is set
};

// `krait --generate what`
struct generate_options {
  std::string what;
};

// What a command line asks for.
using request =
    std::variant<transcode_options, check_options, bench_options, generate_options>;

} // namespace krait::app
