// read(2) and fstat(2), no mmap.
// SPDX-License-Identifier: Apache-2.0
#include "io/input_reader.hpp"

#include <cerrno>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace krait::io {
namespace {

result wait_until_readable(int number) noexcept {
  pollfd waiting{number, POLLIN, 0};
  if (::poll(&waiting, 1, -1) < 0 && errno != EINTR)
    return last_failure();
  return {};
}

} // namespace

// What cannot be looked at is a stream whose first read() fails.
input_reader::input_reader(int number) noexcept : number_(number) {
  struct stat about;
  if (::fstat(number, &about) != 0 || !S_ISREG(about.st_mode))
    return;
  regular_ = true;
  size_ = about.st_size;
  const off_t begin = ::lseek(number, 0, SEEK_CUR); // standard input may be anywhere
  if (begin >= 0 && begin < size_)
    expected_ = static_cast<std::uint64_t>(size_ - begin);
}

result input_reader::read(char* to, std::size_t room, std::size_t& got) noexcept {
  for (;;) {
    const ssize_t count = ::read(number_, to, room);
    if (count >= 0) {
      got = static_cast<std::size_t>(count);
      count_ += got;
      const bool odd = got == 0 ? count_ != expected_ : count_ > expected_;
      return regular_ && odd ? check_size() : result{};
    }
    if (errno == EAGAIN) {
      if (result waited = wait_until_readable(number_); !waited.ok())
        return waited;
    } else if (errno != EINTR) {
      return last_failure();
    }
  }
}

result input_reader::read_all(char* to, std::size_t room, std::size_t& got) noexcept {
  got = 0;
  while (got < room) {
    std::size_t more = 0;
    if (result read_some = read(to + got, room - got, more); !read_some.ok())
      return read_some;
    if (more == 0)
      break;
    got += more;
  }
  return {};
}

bool input_reader::would_wait() const noexcept {
  pollfd waiting{number_, POLLIN, 0};
  return may_wait() && ::poll(&waiting, 1, 0) == 0;
}

// More or less came than the size promised. Where that is what it was, the file is one
// of the kernel's own making.
result input_reader::check_size() noexcept {
  struct stat about;
  if (::fstat(number_, &about) != 0)
    return last_failure();
  return about.st_size == size_ ? result{} : result{file_changed};
}

} // namespace krait::io
