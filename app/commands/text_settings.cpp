// --strict is two things at once: no duplicate key, and no lossy number.
// SPDX-License-Identifier: Apache-2.0
#include "app/commands/text_settings.hpp"

namespace krait::app {

text::settings reading_settings(const reading_options& options) noexcept {
  text::settings settings;
  settings.read = {options.allow_nan, options.max_depth};
  settings.duplicates = options.duplicates;
  settings.strict = options.strict && !options.lossy;
  if (options.strict && options.duplicates == text::duplicates::last)
    settings.duplicates = text::duplicates::error;
  settings.note_lossy = options.verbose;
  settings.every_finding = options.verbose;
  settings.on_error = options.on_error;
  return settings;
}

} // namespace krait::app
