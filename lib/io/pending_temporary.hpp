// The one unfinished temporary file of this process, where a signal handler finds it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <csignal>

namespace krait::io {

// Remembers `path` (a copy is made; at most PATH_MAX bytes). Signals should be blocked
// between the file's creation and this call.
void set_pending_temporary(const char* path) noexcept;
void clear_pending_temporary() noexcept;
// Removes the file that is pending, if one is. Async-signal-safe.
void remove_pending_temporary() noexcept;

// Holds back every signal for its lifetime.
class signal_pause {
public:
  signal_pause() noexcept;
  ~signal_pause();
  signal_pause(const signal_pause&) = delete;
  signal_pause& operator=(const signal_pause&) = delete;

private:
  sigset_t saved_;
};

} // namespace krait::io
