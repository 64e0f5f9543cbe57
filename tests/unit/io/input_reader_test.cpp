// Files that change while they are read, and streams that wait.
// SPDX-License-Identifier: Apache-2.0
#include "io/input_reader.hpp"

#include <cerrno>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

#include <doctest/doctest.h>

#include "io/descriptor.hpp"
#include "unit/io/temporary_folder.hpp"

using namespace krait;

namespace {

struct opened_file {
  explicit opened_file(std::string_view content) {
    test::write_file(path, content);
    REQUIRE(io::open_to_read(path.c_str(), file).ok());
  }
  test::temporary_folder folder;
  std::string path = folder / "in";
  io::descriptor file;
};

} // namespace

TEST_CASE("a file is read piece by piece to its end") {
  const opened_file opened("0123456789");
  io::input_reader reader(opened.file.number());
  CHECK_FALSE(reader.may_wait());
  CHECK_FALSE(reader.would_wait());
  CHECK(reader.expected() == 10);
  char bytes[6];
  std::size_t got = 0;
  std::string all;
  do {
    REQUIRE(reader.read(bytes, sizeof bytes, got).ok());
    all.append(bytes, got);
  } while (got != 0);
  CHECK(all == "0123456789");
}

TEST_CASE("reading begins where the descriptor stands") {
  const opened_file opened("0123456789");
  REQUIRE(::lseek(opened.file.number(), 7, SEEK_SET) == 7);
  io::input_reader reader(opened.file.number());
  CHECK(reader.expected() == 3);
  char bytes[8];
  std::size_t got = 0;
  REQUIRE(reader.read_all(bytes, sizeof bytes, got).ok());
  CHECK(std::string(bytes, got) == "789");
}

TEST_CASE("a file that shrinks or grows meanwhile is a failure") {
  for (const off_t size : {4, 20}) {
    CAPTURE(size);
    const opened_file opened("0123456789");
    io::input_reader reader(opened.file.number());
    char bytes[5];
    std::size_t got = 0;
    REQUIRE(reader.read_all(bytes, sizeof bytes, got).ok());
    REQUIRE(::truncate(opened.path.c_str(), size) == 0);
    io::result last;
    for (int i = 0; i < 3 && last.ok(); ++i)
      last = reader.read_all(bytes, sizeof bytes, got);
    CHECK(last.error == io::file_changed);
  }
}

TEST_CASE("a file that changes after its last byte was read is none") {
  const opened_file opened("01234");
  io::input_reader reader(opened.file.number());
  char bytes[5];
  std::size_t got = 0;
  REQUIRE(reader.read_all(bytes, sizeof bytes, got).ok());
  REQUIRE(::truncate(opened.path.c_str(), 2) == 0);
  REQUIRE(reader.read(bytes, sizeof bytes, got).ok());
  CHECK(got == 0);
}

TEST_CASE("files of /proc have more bytes than they say") {
  io::descriptor file;
  REQUIRE(io::open_to_read("/proc/self/status", file).ok());
  io::input_reader reader(file.number());
  char bytes[100];
  std::size_t got = 0;
  REQUIRE(reader.read_all(bytes, sizeof bytes, got).ok());
  CHECK(got == sizeof bytes);
}

TEST_CASE("an empty pipe waits, also where it is non-blocking") {
  int ends[2];
  REQUIRE(::pipe2(ends, O_NONBLOCK) == 0);
  const io::descriptor reading{ends[0]};
  io::descriptor writing{ends[1]};
  io::input_reader reader(reading.number());
  CHECK(reader.may_wait());
  CHECK(reader.would_wait());
  std::thread writer([&writing] {
    ::usleep(20'000);
    CHECK(::write(writing.number(), "abc", 3) == 3);
    writing = {};
  });
  char bytes[8];
  std::size_t got = 0;
  CHECK(reader.read_all(bytes, sizeof bytes, got).ok());
  writer.join();
  CHECK(std::string(bytes, got) == "abc");
  CHECK_FALSE(reader.would_wait());
}

TEST_CASE("what cannot be read says why") {
  const test::temporary_folder folder;
  io::descriptor file;
  REQUIRE(io::open_to_read((folder / ".").c_str(), file).ok());
  io::input_reader reader(file.number());
  char byte = 0;
  std::size_t got = 0;
  CHECK(reader.read(&byte, 1, got).error == EISDIR);
}
