// The version of krait.
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace krait::base {

// "0.1.0", as CMakeLists.txt has it; static storage.
const char* version() noexcept;

} // namespace krait::base
