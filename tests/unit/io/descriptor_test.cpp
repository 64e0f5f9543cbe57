// Ownership of descriptors.
// SPDX-License-Identifier: Apache-2.0
#include "io/descriptor.hpp"

#include <cerrno>
#include <fcntl.h>
#include <utility>

#include <doctest/doctest.h>

#include "unit/io/temporary_folder.hpp"

using namespace krait;

namespace {

bool is_open(int number) { return ::fcntl(number, F_GETFD) >= 0; }

} // namespace

TEST_CASE("a descriptor is closed by its last owner") {
  int number = -1;
  {
    io::descriptor first;
    REQUIRE(io::open_to_read("/dev/null", first).ok());
    number = first.number();
    const io::descriptor second = std::move(first);
    CHECK_FALSE(first);
    CHECK(second.number() == number);
    CHECK(is_open(number));
  }
  CHECK_FALSE(is_open(number));
}

TEST_CASE("closing by hand closes once") {
  io::descriptor file;
  REQUIRE(io::open_to_read("/dev/null", file).ok());
  const int number = file.number();
  CHECK(file.close().ok());
  CHECK_FALSE(file);
  CHECK_FALSE(is_open(number));
}

TEST_CASE("descriptors are not handed to child processes") {
  io::descriptor file;
  REQUIRE(io::open_to_read("/dev/null", file).ok());
  CHECK((::fcntl(file.number(), F_GETFD) & FD_CLOEXEC) != 0);
}

TEST_CASE("opening says why it failed") {
  const test::temporary_folder folder;
  io::descriptor file;
  CHECK(io::open_to_read((folder / "none").c_str(), file).error == ENOENT);
  CHECK(io::open_to_read((folder / "none/below").c_str(), file).error == ENOENT);
  CHECK_FALSE(file);
}
