// What --version prints.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace krait::app {

// krait, and everything that decides how it behaves. Starts no interpreter.
std::string version_text();

} // namespace krait::app
