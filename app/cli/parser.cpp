// One function a command; what commands share has one of its own.
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/parser.hpp"

#include <algorithm>
#include <iterator>
#include <memory>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

#include "app/cli/help_format.hpp"
#include "app/cli/version.hpp"
#include "app/commands/bench.hpp"
#include "app/commands/check.hpp"
#include "app/commands/options.hpp"
#include "app/commands/transcode.hpp"

namespace krait::app {
namespace {

using report::exit_code;

constexpr std::size_t most_indent = 16;
constexpr std::size_t most_rounds = 100'000;

// Without CLI11's words for it in the help.
CLI::Validator within(std::size_t least, std::size_t most) {
  return CLI::Range(least, most).description("");
}

// CLI11 reads -1 as the greatest number there is.
std::string refuse_negative(const std::string& value) {
  return value.starts_with('-') ? "Value " + value + " is negative" : "";
}

void add_version(CLI::App& app) {
  app.set_version_flag("-V,--version", version_text,
                       "Print the versions of krait and its parts");
}

CLI::App& add_command(CLI::App& root, const char* name, const char* what) {
  CLI::App& command = *root.add_subcommand(name, what);
  command.set_help_flag("-h,--help", "Print this help");
  add_version(command);
  return command;
}

void add_allow_nan(CLI::App& command, bool& allow_nan) {
  command.add_flag("--allow-nan", allow_nan, "Accept NaN, Infinity and -Infinity");
}

void add_reading(CLI::App& command, reading_options& reading) {
  command.add_option("FILE", reading.files, "Input; - or none means standard input")
      ->type_name("");
  add_allow_nan(command, reading.allow_nan);
  command.add_option("--max-depth", reading.max_depth, "Refuse deeper nesting than N")
      ->type_name("N")
      ->check(CLI::Validator(refuse_negative, ""))
      ->capture_default_str();
  command.add_flag("--time", reading.time,
                   "Print the time each phase took on standard error");
  command.add_flag("-q,--quiet", reading.quiet,
                   "Say nothing about invalid JSON: only the status tells");
}

void add_writing(CLI::App& command, transcode_options& options) {
  command
      .add_option("-o,--output", options.output, "Write to FILE, whole or not at all")
      ->type_name("FILE");
  command.add_flag("-S,--sort-keys", options.sort_keys,
                   "Sort the keys of objects by code point");
  command.add_flag("-a,--ascii", options.ascii, "Escape everything outside ASCII");
}

void run_when_parsed(CLI::App& command, std::shared_ptr<transcode_options> options,
                     exit_code& outcome) {
  command.callback([options, &outcome] { outcome = transcode(*options); });
}

void add_pretty(CLI::App& root, exit_code& outcome) {
  CLI::App& command = add_command(root, "pretty", "Write each JSON text indented");
  const auto options = std::make_shared<transcode_options>();
  CLI::Option* indent = command
                            .add_option("--indent", options->indent,
                                        "Indent each level by N spaces, 0 to 16")
                            ->type_name("N")
                            ->check(within(0, most_indent))
                            ->capture_default_str();
  command.add_flag("--tab", options->tab, "Indent each level by a tab")
      ->excludes(indent);
  add_writing(command, *options);
  add_reading(command, options->reading);
  run_when_parsed(command, options, outcome);
}

void add_compact(CLI::App& root, exit_code& outcome) {
  CLI::App& command =
      add_command(root, "compact", "Write each JSON text on one line, without spaces");
  const auto options = std::make_shared<transcode_options>();
  options->pretty = false;
  add_writing(command, *options);
  add_reading(command, options->reading);
  run_when_parsed(command, options, outcome);
}

void add_check(CLI::App& root, exit_code& outcome) {
  CLI::App& command =
      add_command(root, "check", "Say which inputs are not valid JSON, and why");
  const auto options = std::make_shared<reading_options>();
  add_reading(command, *options);
  command.callback([options, &outcome] { outcome = check(*options); });
}

void add_bench(CLI::App& root, exit_code& outcome) {
  CLI::App& command = add_command(
      root, "bench", "Compare the speed of krait, json and orjson on given files");
  const auto options = std::make_shared<bench_options>();
  command.add_option("FILE", options->files, "Input; - means standard input")
      ->type_name("")
      ->required();
  add_allow_nan(command, options->allow_nan);
  command.add_option("--rounds", options->rounds, "Measure each library N times")
      ->type_name("N")
      ->check(within(1, most_rounds))
      ->capture_default_str();
  command
      .add_option("--python-env", options->python_env,
                  "Import orjson from this virtual environment")
      ->type_name("PATH");
  command.callback([options, &outcome] { outcome = bench(*options); });
}

bool is_command(const CLI::App& root, std::string_view argument) {
  return !root.get_subcommands([argument](const CLI::App* command) {
                return command->get_name() == argument;
              })
              .empty();
}

bool is_for_root(const CLI::App& root, std::string_view argument) {
  constexpr std::string_view options[] = {"-h", "--help", "-V", "--version"};
  return std::find(std::begin(options), std::end(options), argument) !=
             std::end(options) ||
         argument.starts_with("--generate") || is_command(root, argument);
}

} // namespace

parser::parser()
    : root_("Reads JSON, and writes it again: indented, compact or not at "
            "all.\nWithout a command, pretty is meant.",
            "krait") {
  root_.set_help_flag("-h,--help", "Print this help");
  add_version(root_);
  root_.formatter(help_format()); // commands that are added later inherit it
  root_.add_option("--generate", generate_, "Print the man page")
      ->type_name("man")
      ->check(CLI::IsMember({"man"}).description(""));
  add_pretty(root_, outcome_);
  add_compact(root_, outcome_);
  add_check(root_, outcome_);
  add_bench(root_, outcome_);
  // One at most: behind a command its name is an ordinary FILE.
  root_.require_subcommand(0, 1);
}

void parser::parse(int argc, const char* const* argv) {
  std::vector<std::string> arguments(argv + std::min(argc, 1), argv + argc);
  if (arguments.empty() || !is_for_root(root_, arguments.front()))
    arguments.insert(arguments.begin(), "pretty");
  std::reverse(arguments.begin(), arguments.end()); // as CLI11 wants a vector
  root_.parse(std::move(arguments));
}

} // namespace krait::app
