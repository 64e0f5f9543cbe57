// Starts krait, and leaves without taking Python down piece by piece.
// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include "app/cli/run.hpp"

int main(int argc, char** argv) {
  const int status = static_cast<int>(krait::app::run(argc, argv));
#if defined(KRAIT_ORDERLY_EXIT)
  return status; // sanitizers and coverage write their findings on the way out
#else
  // Output was written by write(2) and is complete; destructors would only cost time.
  ::_exit(status);
#endif
}
