// Makes sure that no file ever gets the numbers of the three standard streams.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "io/result.hpp"

namespace krait::io {

// Where descriptor 0, 1 or 2 is closed, opens /dev/null on it the wrong way round: no
// file that is opened later can be taken for it, and its use still fails with EBADF.
// To be called before anything is opened.
result occupy_missing_standard_streams() noexcept;

} // namespace krait::io
