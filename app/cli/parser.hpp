// The command line as a tree of CLI11 objects: every option is described here, once.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <CLI/App.hpp>

#include "app/report/exit_code.hpp"

namespace krait::app {

// Parsing runs the command that was chosen and leaves its outcome.
class parser {
public:
  parser();
  parser(const parser&) = delete;
  parser& operator=(const parser&) = delete;

  // Throws CLI::ParseError, as CLI11 does; --help and --version are such, too.
  void parse(int argc, const char* const* argv);
  CLI::App& root() noexcept { return root_; }
  report::exit_code outcome() const noexcept { return outcome_; }
  // What --generate asks for; empty: nothing.
  const std::string& generate() const noexcept { return generate_; }

private:
  CLI::App root_;
  std::string generate_;
  report::exit_code outcome_ = report::exit_code::done;
};

} // namespace krait::app
