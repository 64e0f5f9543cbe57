// Versions, whoever knows them.
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/version.hpp"

#include <string>

#include <doctest/doctest.h>

#include "base/version.hpp"
#include "simd/isa.hpp"

using namespace krait;

// Whether or not krait-python is found: golden/handover looks at both.
TEST_CASE("the version names everything that matters, once") {
  const std::string text = app::version_text(nullptr);
  CHECK(text.starts_with(std::string("krait ") + base::version() + "\n"));
  for (const std::string& line :
       {std::string("\npython    "),
        "\nkernels   " + std::string(simd::name(simd::selected().chosen)) + "\n",
        std::string("\ncompiler  ") + base::compiler() + "\n"}) {
    CAPTURE(line);
    CHECK(text.find(line) != text.npos);
    CHECK(text.find(line) == text.rfind(line));
  }
  CHECK(text.ends_with('\n'));
}

TEST_CASE("the part on Python puts its lines between") {
  static constexpr app::python_side python{
      nullptr, nullptr, nullptr, [] { return std::string("python    3.14.0\n"); }};
  CHECK(app::version_text(&python).find("\npython    3.14.0\nkernels   ") !=
        std::string::npos);
}
