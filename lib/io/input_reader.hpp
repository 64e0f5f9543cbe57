// Reads a descriptor with read(2) to its end, and notices a file that changes
// meanwhile. SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "io/result.hpp"

namespace krait::io {

// Stands in result::error for "the file was made shorter or longer while it was read";
// no errno says that.
inline constexpr int file_changed = -1;

// A file that shrinks under a reader leaves it with half a document that may look
// whole, one that grows may be the reader's own output: both are failures. A file that
// is never mapped cannot kill the process with SIGBUS. Files whose size the kernel does
// not know (those of /proc and /sys) may have any length.
class input_reader {
public:
  // `number` is lent.
  explicit input_reader(int number) noexcept;

  // Some bytes to `to`, at most `room`; `got` is 0 at the end only. Goes on after
  // interruptions, and waits where the descriptor is non-blocking and empty.
  result read(char* to, std::size_t room, std::size_t& got) noexcept;
  // As read(), but fills `room` unless the input ends before.
  result read_all(char* to, std::size_t room, std::size_t& got) noexcept;

  // Whether read() may have to wait for somebody: it is no regular file.
  bool may_wait() const noexcept { return !regular_; }
  // Whether read() would have to wait now.
  bool would_wait() const noexcept;
  // Of a regular file: the bytes from where reading began, as they were then.
  std::uint64_t expected() const noexcept { return expected_; }

private:
  result check_size() noexcept;

  int number_;
  bool regular_ = false;
  std::int64_t size_ = 0; // of the whole file, when reading began
  std::uint64_t expected_ = 0;
  std::uint64_t count_ = 0;
};

} // namespace krait::io
