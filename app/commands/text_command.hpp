// A command that the text engine does: its inputs, one after another or on several
// CPUs. SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/commands/options.hpp"
#include "app/report/exit_code.hpp"

namespace krait::app {

// pretty and compact.
report::exit_code transcode_text(const transcode_options& options);
report::exit_code check_text(const check_options& options);

} // namespace krait::app
