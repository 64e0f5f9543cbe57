// The whole program, but for the way it leaves.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/engine/python_side.hpp"
#include "app/report/exit_code.hpp"

namespace krait::app {

// `python` is null in the executable that has none: what needs Python is then handed
// over to krait-python before any input is read. argv ends in a null. Never throws:
// what went wrong has been said, and the exit code tells.
report::exit_code run(int argc, char* const* argv, const python_side* python) noexcept;

} // namespace krait::app
