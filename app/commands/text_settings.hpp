// What reading options mean to the text engine.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/commands/options.hpp"
#include "text/settings.hpp"

namespace krait::app {

text::settings reading_settings(const reading_options& options) noexcept;

} // namespace krait::app
