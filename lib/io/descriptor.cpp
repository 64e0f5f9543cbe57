// Opening and closing with the interruptions that signals cause.
// SPDX-License-Identifier: Apache-2.0
#include "io/descriptor.hpp"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace krait::io {

descriptor::~descriptor() {
  if (number_ >= 0)
    ::close(number_);
}

result descriptor::close() noexcept {
  // Linux frees the number even when close is interrupted: never try again.
  if (::close(give()) != 0 && errno != EINTR)
    return last_failure();
  return {};
}

result open_file(const char* path, int flags, unsigned mode,
                 descriptor& opened) noexcept {
  int number = -1;
  do
    number = ::open(path, flags | O_CLOEXEC, mode);
  while (number < 0 && errno == EINTR);
  if (number < 0)
    return last_failure();
  opened = descriptor{number};
  return {};
}

result open_to_read(const char* path, descriptor& opened) noexcept {
  return open_file(path, O_RDONLY, 0, opened);
}

} // namespace krait::io
