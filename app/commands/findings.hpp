// What is said about an input: why it is refused, and what it loses.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <exception>
#include <string>

#include "app/commands/options.hpp"
#include "text/transcoder.hpp"

namespace krait::app {

// `check --json` cannot write; what() is never shown.
class output_failure : public std::exception {
public:
  explicit output_failure(int error) noexcept : error_(error) {}
  int error() const noexcept { return error_; } // an errno

private:
  int error_;
};

// What lies before the place where an engine began to read: places that it tells are
// counted from there.
struct place_base {
  std::uint64_t offset = 0;
  std::uint64_t lines = 0;
  std::uint64_t records = 0;
  // Code points before it on its line.
  std::uint64_t columns = 0;
};

// Says the findings of one input on standard error (or, for `check --json`, as lines of
// JSON on standard output). Of notes it says the first of each kind, with --verbose
// all.
class finding_reporter final : public text::listener {
public:
  finding_reporter(const reading_options& options, std::string file,
                   bool as_json = false)
      : options_(options), file_(std::move(file)), as_json_(as_json) {}

  void found(const text::finding& what) override;
  void count_from(const place_base& base) noexcept { base_ = base; }

  // An input in which there is no text; the place is its end.
  void found_nothing(std::uint64_t line, std::uint64_t column);
  // The end of the input: counts of what was noted, and of texts that were passed over.
  void conclude(std::uint64_t duplicates, std::uint64_t lossy, std::uint64_t skipped,
                bool cut_short);

private:
  bool wants(const text::finding& what);
  void say(const text::finding& what);
  void say_json(const text::finding& what);

  const reading_options& options_;
  std::string file_;
  bool as_json_;
  place_base base_;
  bool duplicate_said_ = false;
  bool lossy_said_ = false;
};

} // namespace krait::app
