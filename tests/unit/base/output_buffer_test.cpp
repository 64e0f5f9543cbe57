// SPDX-License-Identifier: Apache-2.0
#include "base/output_buffer.hpp"

#include <cstdint>
#include <string>

#include <doctest/doctest.h>

namespace krait::base {

TEST_CASE("what is appended stands in order, across every growth") {
  heap_buffer buffer;
  std::string expected;
  for (int i = 0; i < 5000; ++i) {
    const std::string piece(static_cast<std::size_t>(i % 37),
                            static_cast<char>('a' + i % 26));
    REQUIRE(buffer.append(piece));
    REQUIRE(buffer.append(';'));
    expected += piece + ';';
  }
  CHECK(buffer.view() == expected);
  buffer.clear();
  CHECK(buffer.size() == 0);
}

TEST_CASE("reserved room can be written through the cursor") {
  heap_buffer buffer;
  REQUIRE(buffer.reserve(100));
  char* p = buffer.cursor();
  for (int i = 0; i < 100; ++i)
    *p++ = 'x';
  buffer.advance_to(p);
  CHECK(buffer.view() == std::string(100, 'x'));
}

TEST_CASE("room that cannot be had is refused and nothing is lost") {
  heap_buffer buffer;
  REQUIRE(buffer.append("kept"));
  for (const std::size_t much : {SIZE_MAX, SIZE_MAX / 2, SIZE_MAX - 3}) {
    CAPTURE(much);
    CHECK_FALSE(buffer.reserve(much));
    CHECK(buffer.view() == "kept");
  }
}

} // namespace krait::base
