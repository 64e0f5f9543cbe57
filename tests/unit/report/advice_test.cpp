// SPDX-License-Identifier: Apache-2.0
#include "app/report/advice.hpp"

#include <doctest/doctest.h>

namespace krait::report {

using base::errc;

TEST_CASE("what an option accepts is said with that option, and nothing else") {
  CHECK(advice(errc::number_out_of_range).find("--verbatim") != std::string_view::npos);
  CHECK(advice(errc::lossy_number).find("--lossy") != std::string_view::npos);
  CHECK(advice(errc::lossy_number).find("--verbatim") != std::string_view::npos);
  CHECK(advice(errc::nan_not_allowed).find("--allow-nan") != std::string_view::npos);
  CHECK(advice(errc::integer_too_long).find("--engine text") != std::string_view::npos);
  CHECK(advice(errc::too_deep).find("--max-depth") != std::string_view::npos);
  for (const errc code : {errc::ok, errc::malformed, errc::comment, errc::leading_zero,
                          errc::unclosed_string, errc::duplicate_key})
    CHECK(advice(code).empty());
}

} // namespace krait::report
