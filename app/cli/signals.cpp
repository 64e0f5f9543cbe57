// Two handlers, async-signal-safe.
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/signals.hpp"

#include <csignal>
#include <unistd.h>

#include "app/report/exit_code.hpp"
#include "io/pending_temporary.hpp"

namespace krait::app {
namespace {

extern "C" void end_interrupted(int) {
  io::remove_pending_temporary();
  ::_exit(static_cast<int>(report::exit_code::interrupted));
}

// SA_RESETHAND has put the default action back: the signal is blocked until this
// handler returns, and then it ends the process.
extern "C" void end_by_signal(int number) {
  io::remove_pending_temporary();
  ::raise(number);
}

void install(int number, void (*handler)(int)) noexcept {
  struct sigaction old {};
  if (::sigaction(number, nullptr, &old) != 0 || old.sa_handler == SIG_IGN)
    return;
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = static_cast<int>(SA_RESETHAND); // the highest bit of an int
  sigfillset(&action.sa_mask);
  ::sigaction(number, &action, nullptr);
}

} // namespace

void install_signal_handlers() noexcept {
  install(SIGINT, end_interrupted);
  install(SIGTERM, end_by_signal);
  install(SIGHUP, end_by_signal);
  install(SIGPIPE, end_by_signal);
}

} // namespace krait::app
