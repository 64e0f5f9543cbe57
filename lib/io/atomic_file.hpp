// A file that appears whole or not at all: written beside its target, then renamed.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "io/descriptor.hpp"
#include "io/result.hpp"

namespace krait::io {

// One at a time in a process: signal handlers know of a single temporary
// (io/pending_temporary.hpp).
class atomic_file {
public:
  atomic_file() noexcept = default;
  atomic_file(const atomic_file&) = delete;
  atomic_file& operator=(const atomic_file&) = delete;
  // Without commit() the temporary goes, and the target is as it was.
  ~atomic_file();

  // Creates the temporary beside `target`, with the permissions of the file that is
  // there, else those that the umask leaves. A symbolic link is followed.
  result open(const std::string& target) noexcept;
  result write(std::string_view bytes) noexcept;
  // Puts the content under the target's name, and both on the disk.
  result commit() noexcept;

private:
  result create_temporary() noexcept;
  result keep_permissions() noexcept;

  std::string target_;
  std::string temporary_; // empty: nothing to remove
  descriptor file_;
};

} // namespace krait::io
