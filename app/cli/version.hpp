// What --version prints.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace krait::app {

// krait, and everything that decides how it behaves. Starts an interpreter, as only one
// that runs can say how its objects are laid out.
std::string version_text();

} // namespace krait::app
