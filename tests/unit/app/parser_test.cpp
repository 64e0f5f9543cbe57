// The command line, as far as it can be looked at without running a command.
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/parser.hpp"

#include <set>
#include <string>
#include <variant>
#include <vector>

#include <CLI/CLI.hpp>
#include <doctest/doctest.h>

using namespace krait;

namespace {

app::request parse(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "krait");
  app::parser parser(static_cast<int>(arguments.size()), arguments.data());
  parser.parse();
  return parser.wanted();
}

} // namespace

TEST_CASE("every option of every command is described, once") {
  const char* const arguments[] = {"krait", "--help"};
  app::parser parser(2, arguments);
  CHECK(parser.root().get_subcommands(nullptr).size() == 4);
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
  CHECK(std::get<app::generate_options>(parse({"--generate", "man"})).what == "man");
}

TEST_CASE("the command is the first argument, else pretty, and fills its record") {
  CHECK(std::get<app::transcode_options>(parse({})).pretty);
  CHECK(std::get<app::transcode_options>(parse({"--tab", "x"})).tab);
  CHECK_FALSE(std::get<app::transcode_options>(parse({"compact"})).pretty);
  const auto check = std::get<app::check_options>(parse({"check", "pretty", "-"}));
  CHECK(check.reading.files == std::vector<std::string>{"pretty", "-"});
  CHECK(std::get<app::bench_options>(parse({"bench", "--rounds", "3", "x"})).rounds ==
        3);
}

TEST_CASE("the engine is one of three") {
  CHECK(std::get<app::transcode_options>(parse({})).reading.engine ==
        app::engine_choice::automatic);
  CHECK(std::get<app::check_options>(parse({"check", "--engine", "python"}))
            .reading.engine == app::engine_choice::python);
  CHECK(std::get<app::transcode_options>(parse({"--engine=text"})).reading.engine ==
        app::engine_choice::text);
  CHECK_THROWS_AS(parse({"--engine", "perl"}), CLI::ParseError);
}
