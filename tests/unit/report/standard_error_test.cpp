// Standard error as something else than a terminal.
// SPDX-License-Identifier: Apache-2.0
#include "app/report/standard_error.hpp"

#include <fcntl.h>
#include <string>
#include <unistd.h>

#include <doctest/doctest.h>

using namespace krait;

namespace {

// Descriptor 2 is a pipe for its lifetime.
class captured_error {
public:
  captured_error() : saved_(::dup(STDERR_FILENO)) {
    REQUIRE(::pipe2(pipe_, O_CLOEXEC) == 0);
    REQUIRE(::dup2(pipe_[1], STDERR_FILENO) == STDERR_FILENO);
  }
  ~captured_error() {
    ::dup2(saved_, STDERR_FILENO);
    for (const int number : {saved_, pipe_[0], pipe_[1]})
      ::close(number);
  }
  captured_error(const captured_error&) = delete;
  captured_error& operator=(const captured_error&) = delete;

  std::string read() const {
    char bytes[256];
    const ssize_t got = ::read(pipe_[0], bytes, sizeof bytes);
    return got > 0 ? std::string(bytes, static_cast<std::size_t>(got)) : std::string();
  }

private:
  int saved_;
  int pipe_[2] = {-1, -1};
};

} // namespace

TEST_CASE("what is said arrives at once, and without a terminal 80 columns count") {
  std::string said;
  std::size_t columns = 0;
  {
    const captured_error captured;
    ::setenv("COLUMNS", "33", 1);
    columns = report::error_columns();
    ::unsetenv("COLUMNS");
    report::say("one line\n");
    said = captured.read();
  }
  CHECK(said == "one line\n");
  CHECK(columns == 80);
}
