// The text engine without output, over one text in memory.
// SPDX-License-Identifier: Apache-2.0
#include "app/python_side/text_notes.hpp"

#include <cerrno>

#include "app/commands/text_settings.hpp"
#include "app/commands/text_streams.hpp"

namespace krait::app {
namespace {

class no_sink final : public text::sink {
public:
  int write(std::string_view) noexcept override { return EBADF; }
};

class collector final : public text::listener {
public:
  explicit collector(std::vector<text::finding>& to) noexcept : to_(to) {}
  void found(const text::finding& what) override { to_.push_back(what); }

private:
  std::vector<text::finding>& to_;
};

text::settings checking_settings(const reading_options& options) noexcept {
  text::settings settings = reading_settings(options);
  settings.form = text::form::none;
  return settings;
}

// Whether anything that might be found would be said or refused.
bool matters(const reading_options& options) noexcept {
  return !options.quiet || options.strict ||
         options.duplicates == text::duplicates::error;
}

} // namespace

text_notes::text_notes(const reading_options& options, const std::string& file)
    : wanted_(matters(options)),
      engine_(checking_settings(options)),
      reporter_(options, file) {}

bool text_notes::look_at(const text_reader& reader) {
  findings_.clear();
  if (!wanted_)
    return true;
  memory_source from(reader.last_text());
  no_sink nowhere;
  collector notes(findings_);
  const text::outcome done = engine_.run(from, nowhere, notes);
  duplicates_ += done.duplicates;
  lossy_ += done.lossy;
  return done.refused == 0;
}

void text_notes::say(const text_reader& reader) {
  if (findings_.empty())
    return;
  reporter_.count_from(reader.before_last_text());
  for (text::finding& what : findings_) {
    what.line_offset = static_cast<std::size_t>(what.at.offset);
    what.line_text = reader.line_of_last_text(what.line_offset);
    reporter_.found(what);
  }
  findings_.clear();
}

void text_notes::conclude() { reporter_.conclude(duplicates_, lossy_, 0, false); }

} // namespace krait::app
