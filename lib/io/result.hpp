// What a system call gave: nothing, or the errno that says why it failed.
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace krait::io {

struct [[nodiscard]] result {
  int error = 0; // an errno value; ENOMEM where memory ran out

  bool ok() const noexcept { return error == 0; }
};

// The failure that errno names now.
result last_failure() noexcept;

} // namespace krait::io
