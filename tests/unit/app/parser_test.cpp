// The command line, as far as it can be looked at without running a command.
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/parser.hpp"

#include <set>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <doctest/doctest.h>

using namespace krait;

namespace {

void parse(std::vector<const char*> arguments) {
  app::parser parser;
  arguments.insert(arguments.begin(), "krait");
  parser.parse(static_cast<int>(arguments.size()), arguments.data());
}

} // namespace

TEST_CASE("every option of every command is described, once") {
  app::parser parser;
  for (const CLI::App* command : parser.root().get_subcommands(nullptr)) {
    std::set<std::string> names;
    CHECK_FALSE(command->get_description().empty());
    for (const CLI::Option* option : command->get_options()) {
      CAPTURE(option->get_name());
      CHECK_FALSE(option->get_description().empty());
      CHECK(names.insert(option->get_name()).second);
    }
    CHECK(names.contains("--help"));
    CHECK(names.contains("--version"));
  }
}

TEST_CASE("what the command line cannot have is a parse error") {
  for (const std::vector<const char*>& arguments :
       {std::vector<const char*>{"--bogus"},
        {"pretty", "--indent", "17"},
        {"pretty", "--indent", "-1"},
        {"pretty", "--indent", "2.5"},
        {"pretty", "--indent"},
        {"pretty", "--tab", "--indent", "2"},
        {"compact", "--indent", "2"},
        {"compact", "--tab"},
        {"check", "-o", "x"},
        {"pretty", "--max-depth", "-1"},
        {"pretty", "--max-depth", "many"},
        {"bench"},
        {"bench", "--rounds", "0", "x"},
        {"--generate"},
        {"--generate", "dog"}}) {
    CAPTURE(std::string(arguments.back()));
    CHECK_THROWS_AS(parse(arguments), CLI::ParseError);
  }
}

TEST_CASE("help and version are found before anything runs") {
  CHECK_THROWS_AS(parse({"--help"}), CLI::CallForHelp);
  CHECK_THROWS_AS(parse({"-h"}), CLI::CallForHelp);
  CHECK_THROWS_AS(parse({"pretty", "-h"}), CLI::CallForHelp);
  CHECK_THROWS_AS(parse({"--tab", "-h"}), CLI::CallForHelp);
  CHECK_THROWS_AS(parse({"-V"}), CLI::CallForVersion);
  CHECK_THROWS_AS(parse({"check", "--version"}), CLI::CallForVersion);
}

TEST_CASE("the man page can be asked for") {
  app::parser parser;
  const char* const arguments[] = {"krait", "--generate", "man"};
  parser.parse(3, arguments);
  CHECK(parser.generate() == "man");
}
