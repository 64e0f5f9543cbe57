// One function a command; what commands share has one of its own.
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/parser.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "app/cli/help_format.hpp"
#include "app/commands/options.hpp"

namespace krait::app {
namespace {

constexpr std::size_t most_indent = 16;
constexpr std::size_t most_rounds = 100'000;
constexpr std::size_t most_jobs = 1024;

// Without CLI11's words for it in the help.
CLI::Validator within(std::size_t least, std::size_t most) {
  return CLI::Range(least, most).description("");
}

// CLI11 reads -1 as the greatest number there is.
std::string refuse_negative(const std::string& value) {
  return value.starts_with('-') ? "Value " + value + " is negative" : "";
}

void add_version(CLI::App& app) {
  app.set_version_flag("-V,--version", "", "Print the versions of krait and its parts");
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

// One word of a few, the first by default.
template <class Choice>
void add_choice(CLI::App& command, const char* name, const char* type, Choice& choice,
                const std::vector<std::pair<std::string, Choice>>& words,
                const std::string& what) {
  const auto read = [name, words, &choice](const std::string& word) {
    std::string known;
    for (const auto& [spelling, value] : words) {
      if (word == spelling) {
        choice = value;
        return;
      }
      known.append(known.empty() ? "" : ", ").append(spelling);
    }
    throw CLI::ValidationError(name, word + " is none of " + known);
  };
  command.add_option_function<std::string>(name, read, what)
      ->type_name(type)
      ->default_str(words.front().first);
}

void add_reading(CLI::App& command, reading_options& reading) {
  command.add_option("FILE", reading.files, "Input; - or none means standard input")
      ->type_name("");
  add_choice<engine_choice>(command, "--engine", "NAME", reading.engine,
                            {{"auto", engine_choice::automatic},
                             {"text", engine_choice::text},
                             {"python", engine_choice::python}},
                            "Engine to work with: auto, text or python");
  add_allow_nan(command, reading.allow_nan);
  command.add_option("--max-depth", reading.max_depth, "Refuse deeper nesting than N")
      ->type_name("N")
      ->check(CLI::Validator(refuse_negative, ""))
      ->capture_default_str();
  using text::duplicates;
  add_choice<duplicates>(
      command, "--duplicates", "HOW", reading.duplicates,
      {{"last", duplicates::last},
       {"error", duplicates::error},
       {"keep", duplicates::keep}},
      "Treat keys that stand twice in an object: last, error or keep");
  command.add_flag("--strict", reading.strict,
                   "Refuse duplicate keys and lossy numbers");
  command.add_flag("--lossy", reading.lossy,
                   "Accept lossy numbers: those that no double holds exactly");
  add_choice<text::on_error>(
      command, "--on-error", "HOW", reading.on_error,
      {{"stop", text::on_error::stop}, {"skip", text::on_error::skip}},
      "At an invalid text stop, or skip to the next line");
  command
      .add_option("-j,--jobs", reading.jobs,
                  "Use N CPUs; without it 1 below 64 MB of input, else all")
      ->type_name("N")
      ->check(within(1, most_jobs));
  command.add_flag("--time", reading.time,
                   "Print the time each phase took on standard error");
  CLI::Option* quiet =
      command.add_flag("-q,--quiet", reading.quiet,
                       "Say nothing about the input: only the status tells");
  command
      .add_flag("-v,--verbose", reading.verbose,
                "Note every duplicate key and lossy number")
      ->excludes(quiet);
}

void add_writing(CLI::App& command, transcode_options& options) {
  command
      .add_option("-o,--output", options.output, "Write to FILE, whole or not at all")
      ->type_name("FILE");
  command.add_flag("-S,--sort-keys", options.sort_keys,
                   "Sort the keys of objects by code point");
  CLI::Option* ascii =
      command.add_flag("-a,--ascii", options.ascii, "Escape everything outside ASCII");
  command.add_flag("--verbatim", options.verbatim, "Change nothing but white space")
      ->excludes(ascii);
}

// The record that the command's options go to; it stays where it is.
template <class Options> Options& select(request& wanted) {
  return wanted.emplace<Options>();
}

void add_pretty(CLI::App& root, request& wanted) {
  CLI::App& command = add_command(root, "pretty", "Write each JSON text indented");
  auto& options = select<transcode_options>(wanted);
  CLI::Option* indent = command
                            .add_option("--indent", options.indent,
                                        "Indent each level by N spaces, 0 to 16")
                            ->type_name("N")
                            ->check(within(0, most_indent))
                            ->capture_default_str();
  command.add_flag("--tab", options.tab, "Indent each level by a tab")
      ->excludes(indent);
  add_writing(command, options);
  add_reading(command, options.reading);
}

void add_compact(CLI::App& root, request& wanted) {
  CLI::App& command =
      add_command(root, "compact", "Write each JSON text on one line, without spaces");
  auto& options = select<transcode_options>(wanted);
  options.pretty = false;
  add_writing(command, options);
  add_reading(command, options.reading);
}

void add_check(CLI::App& root, request& wanted) {
  CLI::App& command =
      add_command(root, "check", "Say which inputs are not valid JSON, and why");
  auto& options = select<check_options>(wanted);
  command.add_flag("--json", options.json,
                   "Print findings as lines of JSON on standard output");
  add_reading(command, options.reading);
}

void add_bench(CLI::App& root, request& wanted) {
  CLI::App& command = add_command(
      root, "bench", "Compare the speed of krait, json and orjson on given files");
  auto& options = select<bench_options>(wanted);
  command.add_option("FILE", options.files, "Input; - means standard input")
      ->type_name("")
      ->required();
  add_allow_nan(command, options.allow_nan);
  command.add_option("--rounds", options.rounds, "Measure each library N times")
      ->type_name("N")
      ->check(within(1, most_rounds))
      ->capture_default_str();
  command
      .add_option("--python-env", options.python_env,
                  "Import orjson from this virtual environment")
      ->type_name("PATH");
}

void add_generate(CLI::App& root, request& wanted) {
  root.add_option("--generate", select<generate_options>(wanted).what,
                  "Print the man page")
      ->type_name("man")
      ->check(CLI::IsMember({"man"}).description(""));
}

struct command_entry {
  std::string_view name;
  void (*add)(CLI::App& root, request& wanted);
};
constexpr command_entry commands[] = {{"pretty", add_pretty},
                                      {"compact", add_compact},
                                      {"check", add_check},
                                      {"bench", add_bench}};

bool is_for_root(std::string_view argument) {
  constexpr std::string_view options[] = {"-h", "--help", "-V", "--version"};
  return std::find(std::begin(options), std::end(options), argument) !=
             std::end(options) ||
         argument.starts_with("--generate");
}

const command_entry* find_command(std::string_view argument) {
  const auto* const found = std::find_if(
      std::begin(commands), std::end(commands),
      [argument](const command_entry& command) { return command.name == argument; });
  return found == std::end(commands) ? nullptr : found;
}

} // namespace

parser::parser(int argc, const char* const* argv)
    : root_("Reads JSON, and writes it again: indented, compact or not at "
            "all.\nWithout a command, pretty is meant.",
            "krait"),
      arguments_(argv + std::min(argc, 1), argv + argc) {
  root_.set_help_flag("-h,--help", "Print this help");
  add_version(root_);
  root_.formatter(help_format()); // commands that are added later inherit it
  // One at most: behind a command its name is an ordinary FILE.
  root_.require_subcommand(0, 1);
  if (!arguments_.empty() && is_for_root(arguments_.front())) {
    shown_.reserve(std::size(commands)); // the options point into it
    for (std::size_t i = 0; i < std::size(commands); ++i)
      commands[i].add(root_, shown_.emplace_back());
    add_generate(root_, wanted_);
    return;
  }
  if (arguments_.empty() || find_command(arguments_.front()) == nullptr)
    arguments_.insert(arguments_.begin(), "pretty");
  find_command(arguments_.front())->add(root_, wanted_);
}

void parser::parse() {
  // As CLI11 wants a vector: from the last to the first.
  root_.parse(std::vector<std::string>(arguments_.rbegin(), arguments_.rend()));
}

} // namespace krait::app
