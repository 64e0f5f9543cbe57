// From a command's options to the text engine's settings.
// SPDX-License-Identifier: Apache-2.0
#include "app/commands/text_command.hpp"

#include "app/commands/text_run.hpp"
#include "app/commands/text_settings.hpp"

namespace krait::app {

report::exit_code transcode_text(const transcode_options& options) {
  text::settings settings = reading_settings(options.reading);
  const std::string indent = options.tab ? "\t" : std::string(options.indent, ' ');
  settings.form = options.pretty ? text::form::pretty : text::form::compact;
  settings.indent = indent;
  settings.ascii = options.ascii;
  settings.verbatim = options.verbatim;
  settings.sort_keys = options.sort_keys;
  return text_run(options.reading, settings, {options.output}).run();
}

report::exit_code check_text(const check_options& options) {
  text::settings settings = reading_settings(options.reading);
  settings.form = text::form::none;
  return text_run(options.reading, settings, {"", true, options.json}).run();
}

} // namespace krait::app
