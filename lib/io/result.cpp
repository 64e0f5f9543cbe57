// Reads errno once, where a failed call left it.
// SPDX-License-Identifier: Apache-2.0
#include "io/result.hpp"

#include <cerrno>

namespace krait::io {

result last_failure() noexcept { return {errno}; }

} // namespace krait::io
