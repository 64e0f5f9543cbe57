// The write loop.
// SPDX-License-Identifier: Apache-2.0
#include "io/write.hpp"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <string>
#include <thread>
#include <unistd.h>

#include <doctest/doctest.h>

#include "io/descriptor.hpp"

using namespace krait;

namespace {

struct pipe_ends {
  explicit pipe_ends(int flags = 0) {
    int numbers[2];
    REQUIRE(::pipe2(numbers, flags) == 0);
    out = io::descriptor{numbers[0]};
    in = io::descriptor{numbers[1]};
  }
  io::descriptor out;
  io::descriptor in;
};

std::string read_to_end(int number) {
  std::string all;
  char piece[4096];
  for (ssize_t got = 0; (got = ::read(number, piece, sizeof piece)) > 0;)
    all.append(piece, static_cast<std::size_t>(got));
  return all;
}

} // namespace

TEST_CASE("more than a pipe holds is written whole, blocking or not") {
  const std::string sent(1'000'003, 'x');
  for (const int flags : {0, O_NONBLOCK}) {
    CAPTURE(flags);
    pipe_ends ends;
    REQUIRE(::fcntl(ends.in.number(), F_SETFL, flags) == 0);
    std::string received;
    std::thread reader([&] { received = read_to_end(ends.out.number()); });
    const io::result written = io::write_all(ends.in.number(), sent);
    CHECK(ends.in.close().ok());
    reader.join();
    CHECK(written.ok());
    CHECK(received == sent);
  }
}

TEST_CASE("failures of writing come as errno") {
  io::descriptor full;
  REQUIRE(io::open_file("/dev/full", O_WRONLY, 0, full).ok());
  CHECK(io::write_all(full.number(), "x").error == ENOSPC);
  CHECK(io::write_all(full.number(), "").ok());
  CHECK(io::write_all(-1, "x").error == EBADF);
}

TEST_CASE("a closed pipe is EPIPE where its signal is ignored") {
  void (*const before)(int) = std::signal(SIGPIPE, SIG_IGN);
  pipe_ends ends;
  CHECK(ends.out.close().ok());
  CHECK(io::write_all(ends.in.number(), "x").error == EPIPE);
  std::signal(SIGPIPE, before);
}
