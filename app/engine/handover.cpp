// Finds krait-python beside this executable, and becomes it.
// SPDX-License-Identifier: Apache-2.0
#include "app/engine/handover.hpp"

#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include "app/report/standard_error.hpp"
#include "app/report/visible.hpp"
#include "io/descriptor.hpp"

namespace krait::app {
namespace {

using report::exit_code;

// From the folder of this executable: in a build tree, and where it is installed.
constexpr std::string_view places[] = {"libexec/krait/krait-python",
                                       KRAIT_BIN_TO_LIBEXEC "/krait/krait-python"};

// The kernel knows which file runs, whatever argv[0], PATH and the current folder say.
std::string own_folder() {
  std::array<char, PATH_MAX> path;
  const ssize_t length = ::readlink("/proc/self/exe", path.data(), path.size());
  if (length <= 0)
    return {};
  const std::string_view own{path.data(), static_cast<std::size_t>(length)};
  return std::string(own.substr(0, own.rfind('/') + 1));
}

// The first that is there, else the one where it would be installed; empty: /proc is
// not there to be asked.
std::string find_python_side() {
  const std::string folder = own_folder();
  std::string path;
  if (folder.empty())
    return path;
  for (const std::string_view place : places) {
    path = folder + std::string(place);
    if (::access(path.c_str(), F_OK) == 0)
      break;
  }
  return path;
}

std::string explain(const std::string& path, int error) {
  if (path.empty())
    return "krait-python cannot be found: /proc/self/exe cannot be read";
  return fmt::format("{}: {}", report::visible(path), std::strerror(error));
}

// Both ends of a pipe that no child inherits by accident.
bool make_pipe(io::descriptor& reading, io::descriptor& writing) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0)
    return false;
  reading = io::descriptor{ends[0]};
  writing = io::descriptor{ends[1]};
  return true;
}

std::string read_to_end(int number) {
  std::string text;
  std::array<char, 4096> piece;
  for (;;) {
    const ssize_t got = ::read(number, piece.data(), piece.size());
    if (got > 0)
      text.append(piece.data(), static_cast<std::size_t>(got));
    else if (got == 0 || errno != EINTR)
      return text;
  }
}

// 0, or an errno.
int start(const std::string& path, int output, pid_t& child) {
  posix_spawn_file_actions_t actions;
  if (const int error = ::posix_spawn_file_actions_init(&actions); error != 0)
    return error;
  int error = ::posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  if (error == 0)
    error = ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null",
                                               O_WRONLY, 0);
  std::string name = "krait-python";
  std::string option = "--version";
  char* const arguments[] = {name.data(), option.data(), nullptr};
  if (error == 0)
    error = ::posix_spawn(&child, path.c_str(), &actions, nullptr, arguments, environ);
  ::posix_spawn_file_actions_destroy(&actions);
  return error;
}

bool ended_well(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0)
    if (errno != EINTR)
      return false;
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

} // namespace

exit_code hand_over(char* const* argv) {
  const std::string path = find_python_side();
  if (!path.empty())
    ::execv(path.c_str(), argv);
  const int error = errno;
  report::say(fmt::format("krait: this needs Python, and krait's Python part does not "
                          "start: {}\nInstall krait as a whole, or build it: "
                          "scripts/run does.\n",
                          explain(path, error)));
  return exit_code::internal_failure;
}

std::string version_of_python_side(std::string& why) {
  const std::string path = find_python_side();
  io::descriptor reading;
  io::descriptor writing;
  pid_t child = 0;
  int error = 0;
  if (path.empty() || !make_pipe(reading, writing))
    error = errno;
  else
    error = start(path, writing.number(), child);
  if (error != 0) {
    why = explain(path, error);
    return {};
  }
  writing = io::descriptor{}; // or reading would never come to an end
  std::string text = read_to_end(reading.number());
  if (ended_well(child) && !text.empty())
    return text;
  why = fmt::format("{} does not run", report::visible(path));
  return {};
}

} // namespace krait::app
