// Create, write, fsync, rename, fsync of the folder.
// SPDX-License-Identifier: Apache-2.0
#include "io/atomic_file.hpp"

#include <cerrno>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <fcntl.h>
#include <new>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/link_target.hpp"
#include "io/pending_temporary.hpp"
#include "io/write.hpp"

namespace krait::io {
namespace {

constexpr int most_attempts = 100;

// Hidden, and recognisable should a machine die before it is renamed.
std::string temporary_name(const std::string& target, std::uint64_t number) {
  const std::size_t name_at = target.rfind('/') + 1; // npos + 1 is 0
  char digits[16];
  const auto end = std::to_chars(digits, digits + sizeof digits, number, 16);
  // The name is shortened, or together they might be longer than NAME_MAX.
  return target.substr(0, name_at) + "." + target.substr(name_at, 200) + ".krait-" +
         std::string(digits, end.ptr);
}

result random_number(std::uint64_t& number) noexcept {
  return ::getrandom(&number, sizeof number, 0) == sizeof number ? result{}
                                                                 : last_failure();
}

// File systems that cannot flush say EINVAL: nothing that we could do better there.
result flush_to_disk(int number) noexcept {
  if (::fsync(number) != 0 && errno != EINVAL && errno != ENOTSUP)
    return last_failure();
  return {};
}

result flush_folder_of(const std::string& path) noexcept try {
  descriptor folder;
  result opened = open_file(folder_of(path).c_str(), O_RDONLY | O_DIRECTORY, 0, folder);
  if (opened.error == EACCES) // one may write into a folder that one must not list
    return {};
  return opened.ok() ? flush_to_disk(folder.number()) : opened;
} catch (const std::bad_alloc&) {
  return {ENOMEM};
}

} // namespace

atomic_file::~atomic_file() {
  if (temporary_.empty())
    return;
  remove_pending_temporary();
  clear_pending_temporary();
}

result atomic_file::open(const std::string& target) noexcept try {
  target_ = target;
  if (result followed = follow_links(target_); !followed.ok())
    return followed;
  if (result created = create_temporary(); !created.ok())
    return created;
  return keep_permissions();
} catch (const std::bad_alloc&) {
  return {ENOMEM};
}

result atomic_file::create_temporary() noexcept try {
  result created;
  for (int attempt = 0; attempt < most_attempts; ++attempt) {
    std::uint64_t number = 0;
    if (result drawn = random_number(number); !drawn.ok())
      return drawn;
    std::string name = temporary_name(target_, number);
    // Between creation and registration a signal would leave the file behind.
    const signal_pause pause;
    created = open_file(name.c_str(), O_WRONLY | O_CREAT | O_EXCL, 0666, file_);
    if (created.ok()) {
      temporary_ = std::move(name);
      set_pending_temporary(temporary_.c_str());
    }
    if (created.error != EEXIST)
      return created;
  }
  return created;
} catch (const std::bad_alloc&) {
  return {ENOMEM};
}

result atomic_file::keep_permissions() noexcept {
  struct stat old;
  if (::stat(target_.c_str(), &old) != 0)
    return errno == ENOENT ? result{} : last_failure();
  // Not the set-user-id bits: the new file may have another owner.
  if (::fchmod(file_.number(), old.st_mode & 0777) != 0)
    return last_failure();
  return {};
}

result atomic_file::write(std::string_view bytes) noexcept {
  return write_all(file_.number(), bytes);
}

result atomic_file::commit() noexcept {
  if (result flushed = flush_to_disk(file_.number()); !flushed.ok())
    return flushed;
  if (result closed = file_.close(); !closed.ok())
    return closed;
  if (::rename(temporary_.c_str(), target_.c_str()) != 0)
    return last_failure();
  clear_pending_temporary();
  temporary_.clear();
  return flush_folder_of(target_);
}

} // namespace krait::io
