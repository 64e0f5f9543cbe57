// Which files, which peers, and what is printed about them.
// SPDX-License-Identifier: Apache-2.0
#include "app/python_side/bench.hpp"

#include <cerrno>
#include <cstdlib>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "app/commands/input_file.hpp"
#include "app/python_side/bench_table.hpp"
#include "app/python_side/engine.hpp"
#include "app/python_side/python_process.hpp"
#include "app/python_side/text_reader.hpp"
#include "app/report/diagnostic.hpp"
#include "app/report/standard_error.hpp"
#include "io/output_file.hpp"
#include "pyhost/contest.hpp"
#include "pyhost/peer.hpp"
#include "pyhost/python_error.hpp"
#include "pyhost/virtual_environment.hpp"

namespace krait::app {
namespace {

using report::exit_code;

class benchmark {
public:
  explicit benchmark(const bench_options& options) : options_(options) {
    engine_options_.read.allow_nan = options.allow_nan;
  }

  exit_code run() {
    if (!use_environment())
      return exit_code::usage;
    gather_peers();
    if (!print(format_heading(peers_, absent_)))
      return exit_code::io_failure;
    exit_code outcome = exit_code::done;
    for (const std::string& argument : options_.files)
      outcome = more_serious(outcome, bench_input(argument));
    return outcome;
  }

private:
  bool use_environment();
  void gather_peers();
  exit_code bench_input(const std::string& argument);
  exit_code read_texts(const std::string& argument, pyhost::bench_input_texts& texts);
  exit_code refuse(text_reader& reader, const engine& engine);
  bool print(const std::string& text);

  const bench_options& options_;
  engine_options engine_options_;
  std::vector<pyhost::peer> peers_;
  std::vector<std::string> absent_;
  io::output_file output_;
};

// The option before the variable; a wrong environment is refused, not passed over.
bool benchmark::use_environment() {
  const char* active = std::getenv("VIRTUAL_ENV");
  std::string path = options_.python_env;
  if (path.empty() && active != nullptr)
    path = active;
  if (path.empty())
    return true;
  try {
    const std::string packages =
        pyhost::site_packages_of(path, pyhost::linked_python());
    running_python().append_search_path(packages);
    return true;
  } catch (const pyhost::environment_error& error) {
    report::say(fmt::format("krait: {}\n", error.what()));
    return false;
  }
}

void benchmark::gather_peers() {
  peers_.push_back(pyhost::make_krait(running_python(), options_.allow_nan));
  peers_.push_back(pyhost::make_json());
  try {
    peers_.push_back(pyhost::make_orjson());
  } catch (const pyhost::python_error& error) {
    absent_.push_back(fmt::format("orjson ({})", error.what()));
  }
}

exit_code benchmark::bench_input(const std::string& argument) {
  pyhost::bench_input_texts texts;
  if (const exit_code read = read_texts(argument, texts); read != exit_code::done)
    return read;
  const pyhost::contest_result result =
      pyhost::run_contest(peers_, texts, options_.rounds);
  return print(format_contest(texts, result)) ? exit_code::done : exit_code::io_failure;
}

// Each text as a bytes object of its own, as Python code would hand it to loads.
exit_code benchmark::read_texts(const std::string& argument,
                                pyhost::bench_input_texts& texts) {
  input_file file(argument);
  if (const io::result opened = file.open(); !opened.ok()) {
    report_unreadable(file.name(), opened);
    return exit_code::io_failure;
  }
  texts.name = file.name();
  text_reader reader(file.name(), file.number(), engine_options_);
  const std::unique_ptr<engine> engine = make_python_engine(engine_options_);
  for (;;) {
    switch (reader.next()) {
    case text_reader::step::end:
      return reader.count() == 0 ? refuse(reader, *engine) : exit_code::done;
    case text_reader::step::text: {
      const std::string_view from_here = reader.rest();
      if (!reader.transcode(*engine, nullptr))
        return refuse(reader, *engine);
      texts.add(from_here.substr(0, from_here.size() - reader.rest().size()));
      break;
    }
    case text_reader::step::read:
      if (const io::result got = reader.read_more(); got.error == ENOMEM) {
        throw std::bad_alloc{};
      } else if (!got.ok()) {
        report_unreadable(file.name(), got);
        return exit_code::io_failure;
      }
    }
  }
}

exit_code benchmark::refuse(text_reader& reader, const engine& engine) {
  report::say(reader.explain(engine.limits()));
  return exit_code::invalid_json;
}

bool benchmark::print(const std::string& text) {
  const io::result written = output_.write(text);
  if (!written.ok() && written.error != EPIPE)
    report::say(
        report::format_io_failure("<stdout>", "cannot be written", written.error));
  return written.ok();
}

} // namespace

exit_code bench(const bench_options& options) { return benchmark(options).run(); }

} // namespace krait::app
