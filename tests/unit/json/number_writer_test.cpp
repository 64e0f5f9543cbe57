// SPDX-License-Identifier: Apache-2.0
#include "json/number_writer.hpp"

#include <limits>
#include <string>

#include <doctest/doctest.h>

namespace krait::json {

TEST_CASE("integers are written exactly") {
  using limits = std::numeric_limits<std::int64_t>;
  for (const std::int64_t value : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{10},
                                   limits::max(), limits::min()}) {
    char text[max_integer_length];
    CHECK(std::string(text, write_integer(text, value)) == std::to_string(value));
  }
}

} // namespace krait::json
