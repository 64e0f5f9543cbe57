// The command line as a tree of CLI11 objects: every option is described here, once.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include <CLI/App.hpp>

#include "app/commands/options.hpp"

namespace krait::app {

// Fills the record of the command that is named on the command line. Building the tree
// costs as much as all the rest of the start, so only the part that is needed is built:
// one command, or all of them where none is named, as for help.
class parser {
public:
  // `argv` must outlive the parser.
  parser(int argc, const char* const* argv);
  parser(const parser&) = delete;
  parser& operator=(const parser&) = delete;

  // Throws CLI::ParseError, as CLI11 does; --help and --version are such, too.
  void parse();
  CLI::App& root() noexcept { return root_; }
  const request& wanted() const noexcept { return wanted_; }

private:
  CLI::App root_;
  std::vector<std::string> arguments_; // in order, the command first
  request wanted_;
  std::vector<request> shown_; // of the commands that help lists; never run
};

} // namespace krait::app
