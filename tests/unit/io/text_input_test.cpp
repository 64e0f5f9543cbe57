// Files and pipes, read as far as parsing is safe.
// SPDX-License-Identifier: Apache-2.0
#include "io/text_input.hpp"

#include <cerrno>
#include <fcntl.h>
#include <string>
#include <string_view>
#include <thread>
#include <unistd.h>

#include <doctest/doctest.h>

#include "base/position.hpp"
#include "io/descriptor.hpp"
#include "io/write.hpp"
#include "unit/io/temporary_folder.hpp"

using namespace krait;

namespace {

struct open_pipe {
  open_pipe() {
    int numbers[2];
    REQUIRE(::pipe2(numbers, 0) == 0);
    out = io::descriptor{numbers[0]};
    in = io::descriptor{numbers[1]};
  }
  void send(std::string_view bytes) const {
    REQUIRE(io::write_all(in.number(), bytes).ok());
  }
  io::descriptor out;
  io::descriptor in;
};

std::string take(io::text_input& input) {
  const std::string ready(input.ready());
  CHECK(input.ready().data()[input.ready().size()] == '\0');
  input.consume(ready.size());
  return ready;
}

std::string read_all(io::text_input& input) {
  std::string all;
  while (!input.at_end()) {
    REQUIRE(input.read_more().ok());
    all += take(input);
  }
  return all;
}

} // namespace

TEST_CASE("a file is there at once") {
  const test::temporary_folder folder;
  for (const std::string& content :
       {std::string(), std::string("[1]"), std::string(300'000, '7')}) {
    test::write_file(folder / "in", content);
    io::descriptor file;
    REQUIRE(io::open_to_read((folder / "in").c_str(), file).ok());
    io::text_input input(file.number());
    REQUIRE(input.read_more().ok());
    CHECK(input.at_end());
    CHECK_FALSE(input.may_block());
    CHECK(input.bytes_read() == content.size());
    CHECK(take(input) == content);
  }
}

TEST_CASE("a file without a size is read to its end") {
  io::descriptor file;
  REQUIRE(io::open_to_read("/proc/self/maps", file).ok());
  io::text_input input(file.number());
  REQUIRE(input.read_more().ok());
  CHECK(input.at_end());
  CHECK(input.ready().size() > 4096);
}

TEST_CASE("a big file comes in pieces that end between texts") {
  const test::temporary_folder folder;
  std::string content;
  while (content.size() < 5'000'000)
    content += "{\"id\": " + std::to_string(content.size()) + ", \"é\": \"x]\"}\n";
  test::write_file(folder / "in", content);
  io::descriptor file;
  REQUIRE(io::open_to_read((folder / "in").c_str(), file).ok());
  io::text_input input(file.number(), 1'000'000);
  std::string all;
  while (!input.at_end()) {
    REQUIRE(input.read_more().ok());
    CHECK(input.ready().ends_with("}\n"));
    CHECK(input.ready().size() < 3'000'000);
    all += take(input);
    if (all.size() == content.size())
      break;
  }
  CHECK(all == content);
}

TEST_CASE("from a pipe each text comes when it is complete") {
  const open_pipe pipe;
  io::text_input input(pipe.out.number());
  pipe.send("{\"a\":1}\n[2");
  REQUIRE(input.read_more().ok());
  CHECK(input.may_block());
  CHECK(take(input) == "{\"a\":1}\n");
  pipe.send(",3]4");
  REQUIRE(input.read_more().ok());
  CHECK(take(input) == "[2,3]");
  pipe.send("5\n");
  REQUIRE(input.read_more().ok());
  CHECK(take(input) == "45\n");
  CHECK_FALSE(input.at_end());
}

TEST_CASE("what is incomplete at the end is handed over all the same") {
  open_pipe pipe;
  pipe.send("[1][2");
  CHECK(pipe.in.close().ok());
  io::text_input input(pipe.out.number());
  CHECK(read_all(input) == "[1][2");
}

TEST_CASE("a text much longer than the first block arrives whole") {
  open_pipe pipe;
  const std::string text = "[\"" + std::string(3'000'000, 'x') + "\"]";
  std::thread writer([&] {
    io::write_all(pipe.in.number(), text).ok() ? void() : std::abort();
    pipe.in = {};
  });
  io::text_input input(pipe.out.number());
  REQUIRE(input.read_more().ok());
  CHECK(take(input) == text);
  writer.join();
}

TEST_CASE("a byte order mark is dropped, also one that comes byte by byte") {
  const open_pipe pipe;
  std::thread writer([&] {
    for (const std::string_view byte : {"\xEF", "\xBB", "\xBF", "[", "1", "]"}) {
      io::write_all(pipe.in.number(), byte).ok() ? void() : std::abort();
      ::usleep(2000);
    }
  });
  io::text_input input(pipe.out.number());
  REQUIRE(input.read_more().ok());
  writer.join();
  CHECK(take(input) == "[1]");

  const test::temporary_folder folder;
  test::write_file(folder / "in", "\xEF\xBB\xBF{}");
  io::descriptor file;
  REQUIRE(io::open_to_read((folder / "in").c_str(), file).ok());
  io::text_input whole(file.number());
  REQUIRE(whole.read_more().ok());
  CHECK(whole.around().held == "{}");
  CHECK(whole.around().next == 0);
}

TEST_CASE("lines and columns stay right when what came before is gone") {
  const open_pipe pipe;
  io::text_input input(pipe.out.number());
  const std::string lines = std::string(50'000, ' ') + "\n\n\"é\"\n";
  std::size_t newlines = 0;
  for (int round = 0; round < 20; ++round) {
    pipe.send(lines);
    newlines += 3;
    for (std::size_t taken = 0; taken < lines.size(); taken += take(input).size())
      REQUIRE(input.read_more().ok());
  }
  pipe.send(" \"é\" \"é\" ");
  REQUIRE(input.read_more().ok());
  take(input);
  const io::surroundings around = input.around();
  const base::position place = base::locate(around.held, around.next);
  CHECK(around.lines_before + place.line == newlines + 1);
  CHECK(place.column == 10);
  CHECK(around.held.size() < 200'000);
}

TEST_CASE("columns of a line longer than the memory of it are counted on") {
  const open_pipe pipe;
  io::text_input input(pipe.out.number());
  std::size_t sent = 0;
  for (int round = 0; round < 20; ++round) {
    std::string texts;
    for (int i = 0; i < 10'000; ++i)
      texts += "\"é\"";
    pipe.send(texts);
    sent += 10'000;
    REQUIRE(input.read_more().ok());
    take(input);
  }
  const io::surroundings around = input.around();
  const base::position place = base::locate(around.held, around.next);
  CHECK(place.line == 1);
  CHECK(around.lines_before == 0);
  CHECK(around.columns_before + place.column == 3 * sent + 1);
}

TEST_CASE("what cannot be read says why") {
  io::text_input closed(-1);
  CHECK(closed.read_more().error == EBADF);
  io::descriptor folder;
  REQUIRE(io::open_to_read("/", folder).ok());
  io::text_input input(folder.number());
  CHECK(input.read_more().error == EISDIR);
}
