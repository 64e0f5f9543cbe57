// Where an input without any text ends.
// SPDX-License-Identifier: Apache-2.0
#include "app/commands/text_streams.hpp"

#include <doctest/doctest.h>

using namespace krait;

TEST_CASE("the end of a blank input has a line and a column") {
  app::blank_watch watch;
  watch.look_at("\xEF\xBB\xBF  ");
  CHECK(watch.blank());
  CHECK(watch.line() == 1);
  CHECK(watch.column() == 3);
  watch.look_at("\n \r\n");
  watch.look_at(" \t ");
  CHECK(watch.line() == 3);
  CHECK(watch.column() == 4);
  watch.look_at("1");
  CHECK_FALSE(watch.blank());
}

TEST_CASE("bytes in memory are given out once") {
  app::memory_source source("abcde");
  char bytes[3];
  std::size_t got = 0;
  CHECK(source.read(bytes, 3, got) == 0);
  CHECK(std::string_view(bytes, got) == "abc");
  CHECK(source.read(bytes, 3, got) == 0);
  CHECK(std::string_view(bytes, got) == "de");
  CHECK(source.read(bytes, 3, got) == 0);
  CHECK(got == 0);
}

TEST_CASE("bytes with room around them are lent instead") {
  char bytes[] = "abcde";
  std::size_t size = 0;
  std::size_t got = 0;
  char to[3];
  app::memory_source roomy("abcde", bytes);
  CHECK(roomy.lend(size) == bytes);
  CHECK(size == 5);
  CHECK(roomy.read(to, 3, got) == 0);
  CHECK(got == 0);
  app::memory_source unlent("abcde");
  CHECK(unlent.lend(size) == nullptr);
  CHECK(unlent.read(to, 3, got) == 0);
  CHECK(std::string_view(to, got) == "abc");
}
