// Before the command: the world it needs. After it: exceptions become exit codes.
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/run.hpp"

#include <cerrno>
#include <exception>
#include <new>
#include <string>
#include <string_view>

#include <CLI/Error.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include "app/cli/man_page.hpp"
#include "app/cli/parser.hpp"
#include "app/cli/signals.hpp"
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

exit_code parse_and_run(int argc, const char* const* argv) {
  parser parser;
  try {
    parser.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    return print(parser.root().help());
  } catch (const CLI::CallForVersion& version) {
    return print(std::string(version.what()) + '\n');
  } catch (const CLI::ParseError& error) {
    return refuse_command_line(error);
  }
  return parser.generate().empty() ? parser.outcome() : print(man_page(parser.root()));
}

exit_code run_guarded(int argc, const char* const* argv) {
  if (const io::result safe = io::occupy_missing_standard_streams(); !safe.ok()) {
    report::say(report::format_io_failure("/dev/null", "cannot be opened", safe.error));
    return exit_code::io_failure;
  }
  install_signal_handlers();
  return accept_instruction_set() ? parse_and_run(argc, argv) : exit_code::usage;
}

} // namespace

exit_code run(int argc, const char* const* argv) noexcept {
  try {
    return run_guarded(argc, argv);
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
