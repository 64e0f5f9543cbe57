// The whole program, but for the way it leaves.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/report/exit_code.hpp"

namespace krait::app {

// Never throws: what went wrong has been said, and the exit code tells.
report::exit_code run(int argc, const char* const* argv) noexcept;

} // namespace krait::app
