// The version of krait, and who compiled it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace krait::base {

// "0.1.0", as CMakeLists.txt has it; static storage.
const char* version() noexcept;
// "gcc 12.2.0" or "clang 14.0.6"; static storage.
const char* compiler() noexcept;

} // namespace krait::base
