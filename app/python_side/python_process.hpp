// The interpreter of this process, started by the first who asks.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pyhost/interpreter.hpp"

namespace krait::app {

// Never finalized: the process ends without taking Python down piece by piece. Throws
// pyhost::start_failure.
pyhost::interpreter& running_python();

} // namespace krait::app
