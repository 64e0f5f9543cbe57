// A fixed buffer and a flag: all that a signal handler may look at.
// SPDX-License-Identifier: Apache-2.0
#include "io/pending_temporary.hpp"

#include <cerrno>
#include <climits>
#include <cstring>
#include <unistd.h>

namespace krait::io {
namespace {

char pending_path[PATH_MAX];
volatile std::sig_atomic_t is_pending = 0;

} // namespace

void set_pending_temporary(const char* path) noexcept {
  is_pending = 0; // the handler must not see a path that is half copied
  const std::size_t length = ::strnlen(path, sizeof pending_path - 1);
  std::memcpy(pending_path, path, length);
  pending_path[length] = '\0';
  is_pending = 1;
}

void clear_pending_temporary() noexcept { is_pending = 0; }

void remove_pending_temporary() noexcept {
  if (is_pending == 0)
    return;
  const int saved_errno = errno;
  ::unlink(pending_path);
  errno = saved_errno;
}

signal_pause::signal_pause() noexcept {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &saved_);
}

signal_pause::~signal_pause() { pthread_sigmask(SIG_SETMASK, &saved_, nullptr); }

} // namespace krait::io
