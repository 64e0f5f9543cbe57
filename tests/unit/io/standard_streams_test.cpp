// Closed standard streams, tried in child processes.
// SPDX-License-Identifier: Apache-2.0
#include "io/standard_streams.hpp"

#include <cerrno>
#include <fcntl.h>
#include <initializer_list>
#include <sys/wait.h>
#include <unistd.h>

#include <doctest/doctest.h>

using namespace krait;

namespace {

// The child's answer as its exit status: 0 where all is as it should be.
int after_closing(int number) {
  ::close(number);
  if (!io::occupy_missing_standard_streams().ok())
    return 1;
  const int next = ::open("/dev/null", O_RDONLY);
  if (next <= STDERR_FILENO)
    return 2;
  char byte = 'x';
  const ssize_t done =
      number == STDIN_FILENO ? ::read(number, &byte, 1) : ::write(number, &byte, 1);
  return done == -1 && errno == EBADF ? 0 : 3;
}

int in_child(int number) {
  const pid_t child = ::fork();
  if (child == 0)
    ::_exit(after_closing(number));
  int status = -1;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

} // namespace

TEST_CASE("a closed standard stream is never given to a file, and its use fails") {
  for (const int number : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    CAPTURE(number);
    CHECK(in_child(number) == 0);
  }
}
