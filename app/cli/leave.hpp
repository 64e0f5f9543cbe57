// The way out of the program: nothing is taken down piece by piece.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/report/exit_code.hpp"

namespace krait::app {

// Output was written by write(2) and is complete; destructors would only cost time.
// Sanitizers and coverage write their findings on the way out: they get an orderly one.
[[noreturn]] void leave(report::exit_code outcome) noexcept;

} // namespace krait::app
