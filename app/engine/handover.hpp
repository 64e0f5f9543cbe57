// The way from krait to krait-python, the executable with CPython inside.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "app/report/exit_code.hpp"

namespace krait::app {

// Replaces this process by krait-python with the same arguments (null at the end). It
// lies in libexec/krait below this executable's folder, as in a build tree, or where
// the installation puts it; PATH has no say. To be called before any input is read.
// Returns only where that fails; what went wrong has been said.
report::exit_code hand_over(char* const* argv);

// What `krait-python --version` prints; empty, and `why` says so in words, where that
// cannot be had. Nothing reaches standard error.
std::string version_of_python_side(std::string& why);

} // namespace krait::app
