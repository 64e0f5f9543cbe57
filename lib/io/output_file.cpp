// Chooses between the ways to write.
// SPDX-License-Identifier: Apache-2.0
#include "io/output_file.hpp"

#include <charconv>
#include <fcntl.h>
#include <initializer_list>
#include <sys/stat.h>
#include <unistd.h>

#include "io/write.hpp"

namespace krait::io {
namespace {

// The number of the open descriptor that `path` names; -1 if it names none.
int own_descriptor(std::string_view path) noexcept {
  if (path == "/dev/stdout")
    return STDOUT_FILENO;
  if (path == "/dev/stderr")
    return STDERR_FILENO;
  for (const std::string_view folder : {"/dev/fd/", "/proc/self/fd/"}) {
    if (!path.starts_with(folder))
      continue;
    const std::string_view digits = path.substr(folder.size());
    const char* const end = digits.data() + digits.size();
    int number = -1;
    const auto read = std::from_chars(digits.data(), end, number);
    return read.ptr == end && number >= 0 ? number : -1;
  }
  return -1;
}

// A second number for the same open file: its offset and O_APPEND stay as they are.
result duplicate(int number, descriptor& copy) noexcept {
  const int copied = ::fcntl(number, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  if (copied < 0)
    return last_failure();
  copy = descriptor{copied};
  return {};
}

bool is_special(const std::string& path) noexcept {
  struct stat about;
  return ::stat(path.c_str(), &about) == 0 && !S_ISREG(about.st_mode);
}

} // namespace

result output_file::open(const std::string& target) noexcept {
  if (const int number = own_descriptor(target); number >= 0) {
    kind_ = kind::straight;
    return duplicate(number, straight_);
  }
  if (is_special(target)) {
    kind_ = kind::straight;
    return open_file(target.c_str(), O_WRONLY, 0, straight_);
  }
  kind_ = kind::atomic;
  return atomic_.open(target);
}

result output_file::write(std::string_view bytes) noexcept {
  switch (kind_) {
  case kind::standard_output: return write_all(STDOUT_FILENO, bytes);
  case kind::straight: return write_all(straight_.number(), bytes);
  case kind::atomic: break;
  }
  return atomic_.write(bytes);
}

result output_file::commit() noexcept {
  switch (kind_) {
  case kind::standard_output: return {};
  case kind::straight: return straight_.close();
  case kind::atomic: break;
  }
  return atomic_.commit();
}

} // namespace krait::io
