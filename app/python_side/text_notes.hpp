// What the python engine cannot see: keys that stand twice, and numbers that change.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/commands/findings.hpp"
#include "app/python_side/text_reader.hpp"
#include "text/transcoder.hpp"

namespace krait::app {

// Reads each text of one input again, by the text engine, which only checks: Python's
// objects do not tell how they were written.
class text_notes {
public:
  text_notes(const reading_options& options, const std::string& file);

  // Looks at the reader's last text. False: the options refuse what was found in it.
  // Nothing is said yet.
  bool look_at(const text_reader& reader);
  // Says what look_at() found.
  void say(const text_reader& reader);
  // The end of the input.
  void conclude();

private:
  bool wanted_;
  text::transcoder engine_;
  finding_reporter reporter_;
  std::vector<text::finding> findings_;
  std::uint64_t duplicates_ = 0;
  std::uint64_t lossy_ = 0;
};

} // namespace krait::app
