// The man page, made from the parser's own records.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <CLI/App.hpp>

namespace krait::app {

// troff source of krait(1). The same for every build of one version.
std::string man_page(const CLI::App& root);

} // namespace krait::app
