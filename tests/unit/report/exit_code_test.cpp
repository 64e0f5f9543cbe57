// Exit codes.
// SPDX-License-Identifier: Apache-2.0
#include "app/report/exit_code.hpp"

#include <doctest/doctest.h>

using namespace krait;
using report::exit_code;

TEST_CASE("the more serious outcome wins, in either order") {
  constexpr exit_code rising[] = {exit_code::done, exit_code::invalid_json,
                                  exit_code::usage, exit_code::io_failure,
                                  exit_code::internal_failure};
  for (const exit_code one : rising) {
    for (const exit_code other : rising) {
      const exit_code worse =
          static_cast<int>(one) > static_cast<int>(other) ? one : other;
      CHECK(more_serious(one, other) == worse);
    }
  }
}

TEST_CASE("every exit code has its number and a meaning") {
  constexpr int numbers[] = {0, 1, 2, 3, 4, 130};
  for (std::size_t i = 0; i < report::exit_meanings.size(); ++i) {
    CHECK(static_cast<int>(report::exit_meanings[i].code) == numbers[i]);
    CHECK(report::exit_meanings[i].meaning.ends_with('.'));
  }
}
