// The version comes from CMakeLists.txt, so that it stands in one place.
// SPDX-License-Identifier: Apache-2.0
#include "base/version.hpp"

namespace krait::base {

const char* version() noexcept { return KRAIT_VERSION; }

const char* compiler() noexcept {
#if defined(__clang__)
  return "clang " __clang_version__;
#else
  return "gcc " __VERSION__;
#endif
}

} // namespace krait::base
