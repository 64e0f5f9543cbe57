// The man page says what the parser knows.
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/man_page.hpp"

#include <string>

#include <CLI/CLI.hpp>
#include <doctest/doctest.h>

#include "app/cli/parser.hpp"
#include "app/report/exit_code.hpp"

using namespace krait;

TEST_CASE("every command, option and exit code is in the man page") {
  const char* const arguments[] = {"krait", "--generate", "man"};
  app::parser parser(3, arguments);
  CHECK(parser.root().get_subcommands(nullptr).size() == 4);
  const std::string page = app::man_page(parser.root());
  for (const CLI::App* command : parser.root().get_subcommands(nullptr)) {
    CHECK(page.find(".SS \"krait " + command->get_name() + "\"") != page.npos);
    for (const CLI::Option* option : command->get_options()) {
      for (const std::string& name : option->get_lnames()) {
        std::string escaped = "\\-\\-" + name;
        for (std::size_t at = 4; (at = escaped.find('-', at)) != escaped.npos; at += 2)
          escaped.insert(at, 1, '\\');
        CAPTURE(escaped);
        CHECK(page.find("\\fB" + escaped + "\\fR") != page.npos);
      }
    }
  }
  for (const report::exit_meaning& entry : report::exit_meanings)
    CHECK(page.find(".B " + std::to_string(static_cast<int>(entry.code)) + "\n") !=
          page.npos);
}

TEST_CASE("text that troff would take for a request is escaped") {
  CLI::App root;
  CLI::App* command = root.add_subcommand("odd", ".dot at the start, a \\ within");
  bool flag = false;
  command->add_flag("--flag", flag, "'quote at the start");
  const std::string page = app::man_page(root);
  CHECK(page.find("\n\\&.dot at the start, a \\e within.\n") != page.npos);
  CHECK(page.find("\n\\&'quote at the start.\n") != page.npos);
}
