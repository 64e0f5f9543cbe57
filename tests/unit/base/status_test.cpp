// SPDX-License-Identifier: Apache-2.0
#include "base/status.hpp"

#include <set>
#include <string>

#include <doctest/doctest.h>

namespace krait::base {

TEST_CASE("every error code has words of its own") {
  std::set<std::string_view> seen;
  for (int i = 0; i <= static_cast<int>(errc::last_); ++i) {
    const std::string_view words = message(static_cast<errc>(i));
    CAPTURE(i);
    CHECK(words != "unknown error");
    CHECK(seen.insert(words).second);
  }
}

TEST_CASE("a status is ok until it carries a code") {
  CHECK(status{}.ok());
  CHECK_FALSE(status{errc::malformed, 3}.ok());
}

} // namespace krait::base
