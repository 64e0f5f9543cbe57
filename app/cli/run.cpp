// Before the command: the world it needs. After it: exceptions become exit codes.
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/run.hpp"

#include <cerrno>
#include <exception>
#include <new>
#include <string>
#include <string_view>
#include <variant>

#include <CLI/Error.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include "app/cli/man_page.hpp"
#include "app/cli/parser.hpp"
#include "app/cli/signals.hpp"
#include "app/cli/version.hpp"
#include "app/commands/text_command.hpp"
#include "app/engine/choose.hpp"
#include "app/engine/handover.hpp"
#include "app/report/diagnostic.hpp"
#include "app/report/standard_error.hpp"
#include "app/report/visible.hpp"
#include "io/standard_streams.hpp"
#include "io/write.hpp"
#include "simd/isa.hpp"

namespace krait::app {
namespace {

using report::exit_code;

exit_code print(std::string_view text) {
  const io::result written = io::write_all(STDOUT_FILENO, text);
  if (written.ok())
    return exit_code::done;
  if (written.error != EPIPE)
    report::say(
        report::format_io_failure("<stdout>", "cannot be written", written.error));
  return exit_code::io_failure;
}

// An instruction set that is asked for and not there is never replaced in silence.
bool accept_instruction_set() {
  const simd::selection& selected = simd::selected();
  if (!selected.refused)
    return true;
  std::string known;
  for (const simd::isa set : simd::best_first)
    if (simd::runs_here(set))
      known.append(known.empty() ? "" : ", ").append(simd::name(set));
  report::say(
      fmt::format("krait: KRAIT_ISA={} is unknown or not on this machine, which "
                  "has {}\n",
                  report::visible(selected.forced), known));
  return false;
}

exit_code refuse_command_line(const CLI::ParseError& error) {
  report::say(
      fmt::format("krait: {}\nTry 'krait --help'.\n", report::visible(error.what())));
  return exit_code::usage;
}

// What a request is done by: here, or in krait-python.
class performer {
public:
  performer(parser& parser, char* const* argv, const python_side* python) noexcept
      : parser_(parser), argv_(argv), python_(python) {}

  exit_code operator()(const transcode_options& options) const {
    return by_engine(transcode_text, &python_side::transcode, options);
  }
  exit_code operator()(const check_options& options) const {
    return by_engine(check_text, &python_side::check, options);
  }
  exit_code operator()(const bench_options& options) const {
    return in_python(&python_side::bench, options);
  }
  exit_code operator()(const generate_options&) const {
    return print(man_page(parser_.root()));
  }

private:
  template <class Options>
  exit_code by_engine(exit_code (*as_text)(const Options&),
                      exit_code (*python_side::*as_objects)(const Options&),
                      const Options& options) const {
    const engine_decision engine = choose_engine(options);
    if (!engine.refusal.empty()) {
      report::say(fmt::format("krait: {}\n", engine.refusal));
      return exit_code::usage;
    }
    return engine.python ? in_python(as_objects, options) : as_text(options);
  }

  template <class Options>
  exit_code in_python(exit_code (*python_side::*command)(const Options&),
                      const Options& options) const {
    return python_ == nullptr ? hand_over(argv_) : (python_->*command)(options);
  }

  parser& parser_;
  char* const* argv_;
  const python_side* python_;
};

exit_code parse_and_run(int argc, char* const* argv, const python_side* python) {
  parser parser(argc, argv);
  try {
    parser.parse();
  } catch (const CLI::CallForHelp&) {
    return print(parser.root().help());
  } catch (const CLI::CallForVersion&) {
    return print(version_text(python));
  } catch (const CLI::ParseError& error) {
    return refuse_command_line(error);
  }
  return std::visit(performer(parser, argv, python), parser.wanted());
}

exit_code run_guarded(int argc, char* const* argv, const python_side* python) {
  if (const io::result safe = io::occupy_missing_standard_streams(); !safe.ok()) {
    report::say(report::format_io_failure("/dev/null", "cannot be opened", safe.error));
    return exit_code::io_failure;
  }
  install_signal_handlers();
  return accept_instruction_set() ? parse_and_run(argc, argv, python)
                                  : exit_code::usage;
}

} // namespace

exit_code run(int argc, char* const* argv, const python_side* python) noexcept {
  try {
    return run_guarded(argc, argv, python);
  } catch (const std::bad_alloc&) {
    report::say("krait: out of memory\n"); // no formatting: that would allocate
  } catch (const std::exception& error) {
    report::say("krait: ");
    report::say(error.what());
    report::say("\n");
  }
  return exit_code::internal_failure;
}

} // namespace krait::app
