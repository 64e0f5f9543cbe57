// readlink(2), one link at a time.
// SPDX-License-Identifier: Apache-2.0
#include "io/link_target.hpp"

#include <cerrno>
#include <climits>
#include <cstddef>
#include <new>
#include <string_view>
#include <unistd.h>

namespace krait::io {
namespace {

constexpr int most_links = 40; // as the kernel

// What a relative link is relative to: the folder with its slash, or nothing.
std::string_view folder_prefix(std::string_view path) noexcept {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view{}
                                         : path.substr(0, slash + 1);
}

} // namespace

result follow_links(std::string& path) noexcept try {
  for (int followed = 0; followed < most_links; ++followed) {
    char target[PATH_MAX];
    const ssize_t length = ::readlink(path.c_str(), target, sizeof target);
    if (length < 0) // no link, or nothing there: opening it will tell
      return errno == EINVAL || errno == ENOENT ? result{} : last_failure();
    const std::string_view link{target, static_cast<std::size_t>(length)};
    if (link.starts_with('/'))
      path = link;
    else
      path = std::string{folder_prefix(path)}.append(link);
  }
  return {ELOOP};
} catch (const std::bad_alloc&) {
  return {ENOMEM};
}

std::string folder_of(const std::string& path) {
  const std::string_view prefix = folder_prefix(path);
  return prefix.empty() ? std::string{"."} : std::string{prefix};
}

} // namespace krait::io
