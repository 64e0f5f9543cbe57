// One input on its way through the text engine, and what became of it so far.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "app/commands/findings.hpp"
#include "app/commands/input_file.hpp"
#include "app/commands/text_streams.hpp"

namespace krait::app {

// `file` has been opened.
struct text_input {
  text_input(input_file opened, const reading_options& options, bool as_json)
      : file(std::move(opened)),
        reader(file.number()),
        reporter(options, file.name(), as_json) {}

  input_file file;
  io::input_reader reader;
  finding_reporter reporter;
  blank_watch watch;
};

} // namespace krait::app
