// The loop over inputs and their texts; output is held back until a text is done.
// SPDX-License-Identifier: Apache-2.0
#include "app/python_side/transcode.hpp"

#include <cerrno>
#include <memory>
#include <new>
#include <string>

#include "app/commands/input_file.hpp"
#include "app/commands/phase_report.hpp"
#include "app/python_side/engine.hpp"
#include "app/python_side/text_notes.hpp"
#include "app/python_side/text_reader.hpp"
#include "app/report/diagnostic.hpp"
#include "app/report/standard_error.hpp"
#include "io/output_file.hpp"

namespace krait::app {
namespace {

using report::exit_code;

// Small results are gathered to this size: a system call for each would cost more.
constexpr std::size_t write_size = std::size_t{64} << 10;

class transcoding {
public:
  explicit transcoding(const transcode_options& options);
  exit_code run();

private:
  bool open_output();
  bool transcode_input(const std::string& argument);
  bool transcode_texts(text_reader& reader, const input_file& file);
  bool transcode_text(text_reader& reader, text_notes& notes);
  bool read_more(text_reader& reader, const input_file& file);
  bool finish_input(text_reader& reader, const input_file& file);
  bool refuse(text_reader& reader);
  bool flush();
  void commit();
  bool output_failed(const io::result& failure);
  engine& started_engine();

  const transcode_options& options_;
  std::string indent_;
  phases times_;
  engine_options engine_options_;
  std::unique_ptr<engine> engine_;
  base::heap_buffer out_;
  io::output_file output_;
  exit_code outcome_ = exit_code::done;
};

transcoding::transcoding(const transcode_options& options)
    : options_(options),
      indent_(options.tab ? "\t" : std::string(options.indent, ' ')) {
  const reading_options& reading = options.reading;
  engine_options_.read = {reading.allow_nan, reading.max_depth};
  json::write_options& write = engine_options_.write;
  write.pretty = options.pretty;
  write.indent = indent_;
  write.sort_keys = options.sort_keys;
  write.ensure_ascii = options.ascii;
  write.allow_nan = reading.allow_nan;
  write.max_depth = reading.max_depth;
  engine_options_.times = reading.time ? &times_ : nullptr;
}

exit_code transcoding::run() {
  if (!open_output())
    return outcome_;
  bool going_on = true;
  for (const std::string& argument : inputs_of(options_.reading.files))
    going_on = going_on && transcode_input(argument);
  // What was complete before an error stays written; with -o the old file stays
  // instead.
  if (flush() && outcome_ == exit_code::done)
    commit();
  if (options_.reading.time)
    report::say(format_phases(times_));
  return outcome_;
}

bool transcoding::open_output() {
  if (options_.output.empty() || options_.output == "-")
    return true;
  const io::result opened = output_.open(options_.output);
  return opened.ok() || output_failed(opened);
}

// False: nothing more is to be written. An input that cannot be read is passed over, as
// cat does; one that is no JSON ends the work.
bool transcoding::transcode_input(const std::string& argument) {
  input_file file(argument);
  if (const io::result opened = file.open(); !opened.ok()) {
    report_unreadable(file.name(), opened);
    outcome_ = more_serious(outcome_, exit_code::io_failure);
    return true;
  }
  text_reader reader(file.name(), file.number(), engine_options_);
  return transcode_texts(reader, file);
}

bool transcoding::transcode_texts(text_reader& reader, const input_file& file) {
  text_notes notes(options_.reading, file.name());
  for (;;) {
    switch (reader.next()) {
    case text_reader::step::end: notes.conclude(); return finish_input(reader, file);
    case text_reader::step::text:
      if (!transcode_text(reader, notes)) {
        notes.conclude();
        return false;
      }
      break;
    case text_reader::step::read:
      // Whoever waits for the output may be the one that input is waiting for.
      if (reader.may_block() && !flush())
        return false;
      if (!read_more(reader, file))
        return true;
    }
  }
}

bool transcoding::transcode_text(text_reader& reader, text_notes& notes) {
  const std::size_t before = out_.size();
  if (!reader.transcode(started_engine(), &out_))
    return refuse(reader);
  const bool accepted = notes.look_at(reader);
  if (!accepted) {
    out_.advance_to(out_.cursor() - (out_.size() - before));
    flush(); // what is valid comes before what is said about the rest
    outcome_ = more_serious(outcome_, exit_code::invalid_json);
  }
  notes.say(reader);
  if (!accepted)
    return false;
  if (!out_.append('\n'))
    throw std::bad_alloc{};
  return out_.size() < write_size || flush();
}

bool transcoding::read_more(text_reader& reader, const input_file& file) {
  const io::result got = reader.read_more();
  if (got.ok())
    return true;
  if (got.error == ENOMEM)
    throw std::bad_alloc{};
  report_unreadable(file.name(), got);
  outcome_ = more_serious(outcome_, exit_code::io_failure);
  return false;
}

// Nothing on standard input is nothing to do; a FILE that holds nothing is an error.
bool transcoding::finish_input(text_reader& reader, const input_file& file) {
  return reader.count() != 0 || file.is_standard_input() || refuse(reader);
}

bool transcoding::refuse(text_reader& reader) {
  flush(); // what is valid comes before what is said about the rest
  if (!options_.reading.quiet)
    report::say(reader.explain(engine_ ? engine_->limits() : json::limits{}));
  outcome_ = more_serious(outcome_, exit_code::invalid_json);
  return false;
}

bool transcoding::flush() {
  if (out_.size() == 0)
    return true;
  timing::phase* const write = options_.reading.time ? &times_.write : nullptr;
  const timing::lap lap(write);
  const io::result written = output_.write(out_.view());
  times_.write.bytes += out_.size();
  out_.clear();
  return written.ok() || output_failed(written);
}

void transcoding::commit() {
  const timing::lap lap(options_.reading.time ? &times_.write : nullptr);
  if (const io::result committed = output_.commit(); !committed.ok())
    output_failed(committed);
}

// A closed pipe is the reader's way to say that it has enough: no words about it.
bool transcoding::output_failed(const io::result& failure) {
  const bool to_file = !options_.output.empty() && options_.output != "-";
  if (failure.error != EPIPE)
    report::say(report::format_io_failure(to_file ? options_.output : "<stdout>",
                                          "cannot be written", failure.error));
  outcome_ = more_serious(outcome_, exit_code::io_failure);
  return false;
}

engine& transcoding::started_engine() {
  if (!engine_)
    engine_ = make_python_engine(engine_options_);
  return *engine_;
}

} // namespace

exit_code transcode(const transcode_options& options) {
  return transcoding(options).run();
}

} // namespace krait::app
