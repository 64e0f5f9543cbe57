// The figures of bench, as text.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "pyhost/contest.hpp"

namespace krait::app {

// Who takes part in which version, who is absent and why, and how times are taken.
std::string format_heading(const std::vector<pyhost::peer>& peers,
                           const std::vector<std::string>& absent);

std::string format_contest(const pyhost::bench_input_texts& input,
                           const pyhost::contest_result& result);

} // namespace krait::app
