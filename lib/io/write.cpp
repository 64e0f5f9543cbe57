// The loop around write(2).
// SPDX-License-Identifier: Apache-2.0
#include "io/write.hpp"

#include <cerrno>
#include <cstddef>
#include <poll.h>
#include <unistd.h>

namespace krait::io {
namespace {

// A pipe shared with another program may have been made non-blocking by it.
result wait_until_writable(int number) noexcept {
  pollfd waiting{number, POLLOUT, 0};
  if (::poll(&waiting, 1, -1) < 0 && errno != EINTR)
    return last_failure();
  return {};
}

} // namespace

result write_all(int number, std::string_view bytes) noexcept {
  while (!bytes.empty()) {
    const ssize_t written = ::write(number, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {
      if (result waited = wait_until_writable(number); !waited.ok())
        return waited;
    } else if (errno != EINTR) {
      return last_failure();
    }
  }
  return {};
}

} // namespace krait::io
