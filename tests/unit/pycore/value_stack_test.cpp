// SPDX-License-Identifier: Apache-2.0
#include "pycore/value_stack.hpp"

#include <doctest/doctest.h>

namespace krait::pycore {

namespace {

std::size_t room(const value_stack& stack) {
  return static_cast<std::size_t>(stack.limit - stack.begin);
}

// Values are moved, and never looked at.
PyObject* mark(std::size_t number) {
  return reinterpret_cast<PyObject*>((number + 1) * 16);
}

} // namespace

TEST_CASE("a stack doubles, and its values keep their indexes") {
  value_stack stack{};
  CHECK(room(stack) == 0);
  std::size_t count = 0;
  for (int step = 0; step != 8; ++step) {
    const std::size_t before = room(stack);
    REQUIRE(stack.grow());
    CHECK(room(stack) >= 2 * before);
    CHECK(room(stack) >= value_stack::first_size);
    for (std::size_t i = 0; i != count; ++i)
      if (stack.begin[i] != mark(i))
        CHECK(i == count); // lost
    for (; count != room(stack); ++count)
      stack.begin[count] = mark(count);
  }
  stack.clear();
  CHECK(room(stack) == 0);
  CHECK(stack.begin == nullptr);
}

TEST_CASE("what is retained is one stack, and not too large") {
  value_stack kept{};
  value_stack used{};
  kept.retain(used); // nothing
  CHECK(room(kept) == 0);
  REQUIRE(used.grow());
  PyObject** const memory = used.begin;
  kept.retain(used);
  CHECK(kept.begin == memory);
  CHECK(used.begin == nullptr);

  value_stack second{};
  REQUIRE(second.grow());
  kept.retain(second); // one is there
  CHECK(kept.begin == memory);
  CHECK(second.begin == nullptr);
  kept.clear();

  value_stack large{};
  while (room(large) <= value_stack::most_retained)
    REQUIRE(large.grow());
  kept.retain(large);
  CHECK(large.begin == nullptr);
  CHECK(room(kept) == value_stack::most_retained);
  CHECK(room(kept) * sizeof(PyObject*) == value_stack::most_bytes);
  kept.begin[value_stack::most_retained - 1] = mark(1); // it is there
  kept.clear();
}

} // namespace krait::pycore
