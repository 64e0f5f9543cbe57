// bench: how long krait and its peers take for the loads and dumps of given files.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/commands/options.hpp"
#include "app/report/exit_code.hpp"

namespace krait::app {

report::exit_code bench(const bench_options& options);

} // namespace krait::app
