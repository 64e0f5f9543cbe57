// What --time prints.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "app/commands/phases.hpp"

namespace krait::app {

// One line for each phase that had something to do.
std::string format_phases(const phases& times);

} // namespace krait::app
