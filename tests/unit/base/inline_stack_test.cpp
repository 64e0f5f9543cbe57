// SPDX-License-Identifier: Apache-2.0
#include "base/inline_stack.hpp"

#include <initializer_list>

#include <doctest/doctest.h>

namespace krait::base {

TEST_CASE("values come back in reverse, in the object and on the heap") {
  inline_stack<int, 4> stack;
  for (int count : {1, 4, 5, 1000}) {
    CAPTURE(count);
    for (int i = 0; i < count; ++i)
      REQUIRE(stack.push(i));
    CHECK(stack.size() == static_cast<std::size_t>(count));
    CHECK(stack[0] == 0);
    for (int i = count; i-- > 0;) {
      REQUIRE(stack.top() == i);
      stack.pop();
    }
    CHECK(stack.empty());
  }
}

TEST_CASE("what is pushed unset is filled in by the caller, and what was there stays") {
  inline_stack<int, 4> stack;
  for (int i = 0; i < 100; ++i) {
    int* const place = stack.push_unset();
    REQUIRE(place != nullptr);
    *place = i;
  }
  for (int i = 0; i < 100; ++i)
    REQUIRE(stack[static_cast<std::size_t>(i)] == i);
  CHECK(stack.size() == 100);
}

TEST_CASE("what is reserved is there, and what was there stays") {
  for (const std::size_t wanted : {0U, 1U, 3U, 4U, 5U, 16U, 1000U}) {
    CAPTURE(wanted);
    inline_stack<int, 4> stack;
    REQUIRE(stack.push(7));
    REQUIRE(stack.reserve(wanted));
    const int* const first = stack.begin();
    for (std::size_t i = 0; i < wanted; ++i)
      *stack.push_unset() = static_cast<int>(i);
    CHECK(stack.begin() == first);
    CHECK(stack[0] == 7);
    CHECK(stack.size() == wanted + 1);
  }
}

} // namespace krait::base
