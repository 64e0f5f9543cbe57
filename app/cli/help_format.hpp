// How --help looks.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include <CLI/App.hpp>

namespace krait::app {

// CLI11's layout with less around each option: its value's name, and its default in
// words.
std::shared_ptr<CLI::FormatterBase> help_format();

// "what it does (2 by default)": for help and the man page.
std::string describe(const CLI::Option& option);

} // namespace krait::app
