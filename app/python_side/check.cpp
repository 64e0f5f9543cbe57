// Reads every text of every input, and reports the first fault of each input.
// SPDX-License-Identifier: Apache-2.0
#include "app/python_side/check.hpp"

#include <cerrno>
#include <memory>
#include <new>
#include <string>

#include "app/commands/input_file.hpp"
#include "app/commands/phase_report.hpp"
#include "app/python_side/engine.hpp"
#include "app/python_side/text_notes.hpp"
#include "app/python_side/text_reader.hpp"
#include "app/report/standard_error.hpp"

namespace krait::app {
namespace {

using report::exit_code;

class checking {
public:
  explicit checking(const reading_options& options) : options_(options) {
    engine_options_.read = {options.allow_nan, options.max_depth};
    engine_options_.times = options.time ? &times_ : nullptr;
  }

  exit_code run() {
    exit_code outcome = exit_code::done;
    for (const std::string& argument : inputs_of(options_.files))
      outcome = more_serious(outcome, check_input(argument));
    if (options_.time)
      report::say(format_phases(times_));
    return outcome;
  }

private:
  exit_code check_input(const std::string& argument) {
    input_file file(argument);
    if (const io::result opened = file.open(); !opened.ok())
      return unreadable(file, opened);
    text_reader reader(file.name(), file.number(), engine_options_);
    text_notes notes(options_, file.name());
    for (;;) {
      switch (reader.next()) {
      case text_reader::step::end:
        notes.conclude();
        return reader.count() == 0 ? refuse(reader) : exit_code::done;
      case text_reader::step::text:
        if (!reader.transcode(started_engine(), nullptr)) {
          notes.conclude();
          return refuse(reader);
        }
        if (const bool accepted = notes.look_at(reader); notes.say(reader), !accepted)
          return exit_code::invalid_json;
        break;
      case text_reader::step::read:
        if (const io::result got = reader.read_more(); !got.ok())
          return unreadable(file, got);
      }
    }
  }

  exit_code refuse(text_reader& reader) {
    if (!options_.quiet)
      report::say(reader.explain(engine_ ? engine_->limits() : json::limits{}));
    return exit_code::invalid_json;
  }

  exit_code unreadable(const input_file& file, const io::result& failure) {
    if (failure.error == ENOMEM)
      throw std::bad_alloc{};
    report_unreadable(file.name(), failure);
    return exit_code::io_failure;
  }

  engine& started_engine() {
    if (!engine_)
      engine_ = make_python_engine(engine_options_);
    return *engine_;
  }

  const reading_options& options_;
  phases times_;
  engine_options engine_options_;
  std::unique_ptr<engine> engine_;
};

} // namespace

exit_code check(const check_options& options) {
  return checking(options.reading).run();
}

} // namespace krait::app
