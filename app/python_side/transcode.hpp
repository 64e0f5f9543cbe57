// pretty and compact: every text of every input, written anew.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/commands/options.hpp"
#include "app/report/exit_code.hpp"

namespace krait::app {

report::exit_code transcode(const transcode_options& options);

} // namespace krait::app
