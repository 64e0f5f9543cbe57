// The loop over inputs, and what its outcome means for the exit code.
// SPDX-License-Identifier: Apache-2.0
#include "app/commands/text_run.hpp"

#include <algorithm>
#include <cerrno>
#include <new>
#include <sys/stat.h>
#include <unistd.h>

#include "app/commands/phase_report.hpp"
#include "app/report/diagnostic.hpp"
#include "app/report/standard_error.hpp"
#include "io/cpus.hpp"

namespace krait::app {
namespace {

// Below it several CPUs would save less than a person notices.
constexpr std::uint64_t least_parallel_bytes = std::uint64_t{64} << 20;

// Of regular files; others count for nothing.
std::uint64_t size_of(const std::string& argument) noexcept {
  struct stat about;
  const int failed = argument == "-" ? ::fstat(STDIN_FILENO, &about)
                                     : ::stat(argument.c_str(), &about);
  return failed == 0 && S_ISREG(about.st_mode)
             ? static_cast<std::uint64_t>(about.st_size)
             : 0;
}

} // namespace

using report::exit_code;

exit_code text_run::run() {
  if (!open_output())
    return outcome_;
  arguments_ = inputs_of(reading_.files);
  try {
    if (const std::size_t count = jobs(); count > 1)
      run_parallel(count);
    else
      run_in_order();
  } catch (const output_failure& failure) {
    unwritable(failure.error());
  }
  // What was complete before an error stays written; with -o the old file stays
  // instead.
  if (outcome_ == exit_code::done && writes_file())
    commit_output();
  if (reading_.time)
    report::say(format_phases(phases_));
  return outcome_;
}

bool text_run::open_output() {
  if (!writes_file())
    return true;
  const io::result opened = output_.open(aim_.output);
  return opened.ok() || unwritable(opened.error);
}

void text_run::commit_output() {
  const timing::lap lap(reading_.time ? &phases_.write : nullptr);
  if (const io::result committed = output_.commit(); !committed.ok())
    unwritable(committed.error);
}

std::size_t text_run::jobs() const {
  if (reading_.jobs != 0)
    return reading_.jobs;
  std::uint64_t bytes = 0;
  for (const std::string& argument : arguments_)
    bytes += size_of(argument);
  return bytes < least_parallel_bytes ? 1 : io::usable_cpus();
}

// Null: it cannot be opened, which has been said.
text_run::input_pointer text_run::open(const std::string& argument) {
  input_file file(argument);
  if (const io::result opened = file.open(); !opened.ok()) {
    report_unreadable(file.name(), opened);
    fail(exit_code::io_failure);
    return nullptr;
  }
  return std::make_shared<text_input>(std::move(file), reading_, aim_.as_json);
}

void text_run::run_in_order() {
  for (const std::string& argument : arguments_)
    if (const input_pointer input = open(argument);
        input && !conclude(*input, run_engine(*input, {})))
      return;
}

// `before`: what has been read of the input already, and not yet been worked on.
text::outcome text_run::run_engine(text_input& input, std::string_view before) {
  if (!engine_)
    engine_ = std::make_unique<text::transcoder>(settings_);
  text_source source(before, input.reader, input.watch, times_);
  const timing::phase waited{phases_.read.elapsed_ns + phases_.write.elapsed_ns, 0};
  text::outcome done;
  {
    const timing::lap lap(times_ == nullptr ? nullptr : &phases_.text);
    done = engine_->run(source, sink_, input.reporter);
  }
  phases_.text.bytes += done.bytes_read;
  phases_.text.elapsed_ns -=
      std::min(phases_.text.elapsed_ns,
               phases_.read.elapsed_ns + phases_.write.elapsed_ns - waited.elapsed_ns);
  return done;
}

// False: nothing more is to be done. An input that cannot be read is passed over, as
// cat does; one that is no JSON ends the work, unless inputs are only checked.
bool text_run::conclude(text_input& input, const text::outcome& done) {
  switch (done.ending) {
  case text::ending::not_writable: return unwritable(done.error);
  case text::ending::not_readable: unreadable(input, done.error); break;
  case text::ending::invalid:
  case text::ending::complete: break;
  }
  return conclude_end(input, done);
}

bool text_run::conclude_end(text_input& input, const text::outcome& done) {
  const bool kept = settings_.duplicates == text::duplicates::keep;
  const bool skips = settings_.on_error == text::on_error::skip;
  input.reporter.conclude(kept ? 0 : done.duplicates, done.lossy,
                          skips ? done.refused : 0, done.cut_short);
  if (done.ending == text::ending::not_readable)
    return true;
  // Nothing on standard input is nothing to do; a FILE that holds nothing is an error.
  const bool nothing = done.texts == 0 && done.refused == 0;
  const bool empty = nothing && (aim_.checks || !input.file.is_standard_input());
  if (empty)
    input.reporter.found_nothing(input.watch.line(), input.watch.column());
  if (done.refused == 0 && !empty)
    return true;
  fail(exit_code::invalid_json);
  return aim_.checks || (done.ending == text::ending::complete && !empty);
}

void text_run::unreadable(text_input& input, int error) {
  if (error == ENOMEM)
    throw std::bad_alloc{};
  report_unreadable(input.file.name(), io::result{error});
  fail(exit_code::io_failure);
}

// A closed pipe is the reader's way to say that it has enough: no words about it.
bool text_run::unwritable(int error) {
  if (error == ENOMEM)
    throw std::bad_alloc{};
  if (error != EPIPE)
    report::say(report::format_io_failure(writes_file() ? aim_.output : "<stdout>",
                                          "cannot be written", error));
  fail(exit_code::io_failure);
  return false;
}

} // namespace krait::app
