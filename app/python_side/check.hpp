// check: is every input valid JSON?
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/commands/options.hpp"
#include "app/report/exit_code.hpp"

namespace krait::app {

report::exit_code check(const check_options& options);

} // namespace krait::app
