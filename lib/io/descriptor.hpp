// Owns a file descriptor, and opens one for reading.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <utility>

#include "io/result.hpp"

namespace krait::io {

class descriptor {
public:
  descriptor() noexcept = default;
  explicit descriptor(int owned) noexcept : number_(owned) {}
  descriptor(descriptor&& other) noexcept : number_(other.give()) {}
  descriptor& operator=(descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  descriptor(const descriptor&) = delete;
  descriptor& operator=(const descriptor&) = delete;
  ~descriptor();

  int number() const noexcept { return number_; }
  [[nodiscard]] int give() noexcept { return std::exchange(number_, -1); }
  explicit operator bool() const noexcept { return number_ >= 0; }
  // Closes now and says whether that failed: a network file system may refuse late.
  result close() noexcept;

private:
  int number_ = -1;
};

// A folder opens as well; reading it fails with EISDIR.
result open_to_read(const char* path, descriptor& opened) noexcept;
// open(2), again where a signal interrupts it; always with O_CLOEXEC.
result open_file(const char* path, int flags, unsigned mode,
                 descriptor& opened) noexcept;

} // namespace krait::io
