// The clock that every measurement uses: monotonic, in nanoseconds.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace krait::timing {

std::uint64_t now_ns() noexcept;

} // namespace krait::timing
