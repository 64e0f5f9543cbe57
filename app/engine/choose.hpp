// Which engine a command gets.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "app/commands/options.hpp"

namespace krait::app {

struct engine_decision {
  bool python = false;
  std::string refusal; // not empty: what is asked for cannot be had, in words
};

// The text engine wherever it gives the same bytes, unless one is named.
engine_decision choose_engine(const transcode_options& options);
engine_decision choose_engine(const check_options& options);

} // namespace krait::app
