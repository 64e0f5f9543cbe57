// The work of text_command, for the files that it is spread over.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/commands/chunk_pool.hpp"
#include "app/commands/text_input.hpp"
#include "app/report/exit_code.hpp"
#include "io/output_file.hpp"

namespace krait::app {

// What a command asks for beyond reading_options and text::settings.
struct text_aim {
  std::string output;   // empty or "-": standard output
  bool checks = false;  // nothing is written, and an invalid input is not the end
  bool as_json = false; // findings as JSON on standard output
};

class text_run {
public:
  text_run(const reading_options& reading, const text::settings& settings, text_aim aim)
      : reading_(reading),
        settings_(settings),
        aim_(std::move(aim)),
        times_(reading.time ? &phases_ : nullptr),
        sink_(output_, times_) {}

  report::exit_code run();

private:
  using input_pointer = std::shared_ptr<text_input>;
  using chunk_pointer = std::unique_ptr<chunk>;

  bool writes_file() const { return !aim_.output.empty() && aim_.output != "-"; }
  bool open_output();
  void commit_output();
  std::size_t jobs() const;
  input_pointer open(const std::string& argument);
  void run_in_order();
  text::outcome run_engine(text_input& input, std::string_view before);
  bool conclude(text_input& input, const text::outcome& done);
  bool conclude_end(text_input& input, const text::outcome& done);
  void unreadable(text_input& input, int error);
  bool unwritable(int error);
  void fail(report::exit_code outcome) {
    outcome_ = report::more_serious(outcome_, outcome);
  }

  // On several CPUs: this thread reads chunks ahead, and settles them in order.
  void run_parallel(std::size_t jobs);
  void read_ahead(chunk_pool& pool, std::size_t most);
  bool next_input();
  void read_chunk();
  bool fill(chunk& next);
  bool settle_first(chunk_pool& pool);
  bool publish(chunk& settled);
  bool redo(chunk_pool& pool);
  void retire_first();
  place_base base_of_engine(bool guarded) const noexcept;

  const reading_options& reading_;
  text::settings settings_;
  text_aim aim_;
  phases phases_;
  phases* times_; // null: nobody asked
  io::output_file output_;
  text_sink sink_;
  std::unique_ptr<text::transcoder> engine_;
  report::exit_code outcome_ = report::exit_code::done;
  std::vector<std::string> arguments_;

  std::size_t next_argument_ = 0;
  input_pointer being_read_; // null: the next argument's turn
  bool at_start_ = false;    // of being_read_
  std::string carried_;      // its bytes behind the last newline that was read
  std::deque<chunk_pointer> underway_;
  std::vector<chunk_pointer> spare_;
  // Of the input that the first chunk underway belongs to, as far as it is settled.
  text::outcome settled_;
  place_base base_;
};

} // namespace krait::app
