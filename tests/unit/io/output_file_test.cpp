// The ways to write, chosen by what the target is.
// SPDX-License-Identifier: Apache-2.0
#include "io/output_file.hpp"

#include <cerrno>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include "unit/io/temporary_folder.hpp"

using namespace krait;

TEST_CASE("a regular file is replaced when it is committed") {
  const test::temporary_folder folder;
  test::write_file(folder / "out", "old");
  io::output_file file;
  REQUIRE(file.open(folder / "out").ok());
  REQUIRE(file.write("new").ok());
  CHECK(test::read_file(folder / "out") == "old");
  REQUIRE(file.commit().ok());
  CHECK(test::read_file(folder / "out") == "new");
}

TEST_CASE("devices are written straight") {
  io::output_file null;
  REQUIRE(null.open("/dev/null").ok());
  CHECK(null.write("x").ok());
  CHECK(null.commit().ok());
  io::output_file full;
  REQUIRE(full.open("/dev/full").ok());
  CHECK(full.write("x").error == ENOSPC);
}

TEST_CASE("a FIFO is written straight and stays one") {
  const test::temporary_folder folder;
  const std::string path = folder / "fifo";
  REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  io::descriptor reader; // non-blocking, so that it opens without a writer
  REQUIRE(io::open_file(path.c_str(), O_RDONLY | O_NONBLOCK, 0, reader).ok());
  io::output_file file;
  REQUIRE(file.open(path).ok());
  REQUIRE(file.write("abc").ok());
  REQUIRE(file.commit().ok());
  char got[8];
  CHECK(::read(reader.number(), got, sizeof got) == 3);
  CHECK(folder.entries() == 1);
}

TEST_CASE("/dev/fd/N is the descriptor itself, at its own offset") {
  const test::temporary_folder folder;
  const std::string path = folder / "out";
  io::descriptor open;
  REQUIRE(io::open_file(path.c_str(), O_WRONLY | O_CREAT, 0600, open).ok());
  REQUIRE(::write(open.number(), "first ", 6) == 6);
  for (const char* prefix : {"/dev/fd/", "/proc/self/fd/"}) {
    io::output_file file;
    REQUIRE(file.open(prefix + std::to_string(open.number())).ok());
    REQUIRE(file.write("more ").ok());
    REQUIRE(file.commit().ok());
  }
  CHECK(test::read_file(path) == "first more more ");
}

TEST_CASE("a target that cannot be is refused at once") {
  const test::temporary_folder folder;
  CHECK(io::output_file().open(folder / "").error == EISDIR);
  CHECK(io::output_file().open(folder / "no/out").error == ENOENT);
  CHECK(io::output_file().open("/dev/fd/987654").error == EBADF);
}
