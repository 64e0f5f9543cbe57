// Says things on standard error.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace krait::report {

// Written at once: messages of several processes stay whole. Where even standard error
// fails there is nobody left to tell, and the exit status has to do.
void say(std::string_view text) noexcept;

// The width to cut lines to: of the terminal that standard error is, else 80.
std::size_t error_columns() noexcept;

} // namespace krait::report
