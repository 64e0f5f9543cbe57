// _exit(2), or exit(3) where somebody waits for it.
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/leave.hpp"

#include <cstdlib>
#include <unistd.h>

namespace krait::app {

void leave(report::exit_code outcome) noexcept {
  const int status = static_cast<int>(outcome);
#if defined(KRAIT_ORDERLY_EXIT)
  std::exit(status);
#else
  ::_exit(status);
#endif
}

} // namespace krait::app
