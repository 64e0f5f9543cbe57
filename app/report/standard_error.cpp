// write(2) to descriptor 2, and the question how wide it is.
// SPDX-License-Identifier: Apache-2.0
#include "app/report/standard_error.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <sys/ioctl.h>
#include <unistd.h>

namespace krait::report {
namespace {

constexpr std::size_t default_columns = 80;

std::size_t from_environment() noexcept {
  const char* text = std::getenv("COLUMNS");
  std::size_t columns = 0;
  if (text != nullptr)
    std::from_chars(text, text + std::strlen(text), columns);
  return columns;
}

std::size_t terminal_columns() noexcept {
  if (::isatty(STDERR_FILENO) == 0)
    return default_columns;
  if (const std::size_t columns = from_environment(); columns != 0)
    return columns;
  winsize size{};
  if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col != 0)
    return size.ws_col;
  return default_columns;
}

} // namespace

void say(std::string_view text) noexcept {
  while (!text.empty()) {
    const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
    if (written >= 0)
      text.remove_prefix(static_cast<std::size_t>(written));
    else if (errno != EINTR)
      return;
  }
}

std::size_t error_columns() noexcept {
  return std::clamp<std::size_t>(terminal_columns(), 20, 1000);
}

} // namespace krait::report
