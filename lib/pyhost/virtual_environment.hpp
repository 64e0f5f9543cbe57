// Finds the packages of a virtual environment, if it is one of the embedded Python's.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>

#include "pyhost/interpreter.hpp"

namespace krait::pyhost {

class environment_error : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

// The site-packages folder of the environment at `path`. Nothing in it is run, .pth
// files included. Throws environment_error where there is none for this Python, naming
// the one that there is.
std::string site_packages_of(const std::string& path, python_version wanted);

} // namespace krait::pyhost
