// What --version prints.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "app/engine/python_side.hpp"

namespace krait::app {

// krait, and everything that decides how it behaves; ends with a newline. Starts an
// interpreter, here or (`python` is null) in krait-python, as only one that runs can
// say how its objects are laid out.
std::string version_text(const python_side* python);

} // namespace krait::app
