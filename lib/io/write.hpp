// Writes all of a run of bytes to a descriptor.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "io/result.hpp"

namespace krait::io {

// Goes on after partial writes and interruptions; waits where the descriptor is
// non-blocking and full.
result write_all(int number, std::string_view bytes) noexcept;

} // namespace krait::io
