// open(2) gives the lowest free number, so the streams are looked at in order.
// SPDX-License-Identifier: Apache-2.0
#include "io/standard_streams.hpp"

#include <cerrno>
#include <fcntl.h>
#include <initializer_list>
#include <unistd.h>

namespace krait::io {

result occupy_missing_standard_streams() noexcept {
  for (int number : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(number, F_GETFD) >= 0 || errno != EBADF)
      continue;
    const int wrong_way = number == STDIN_FILENO ? O_WRONLY : O_RDONLY;
    if (::open("/dev/null", wrong_way) < 0) // without O_CLOEXEC, as the streams are
      return last_failure();
  }
  return {};
}

} // namespace krait::io
