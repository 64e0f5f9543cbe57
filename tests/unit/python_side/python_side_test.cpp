// Versions without an interpreter that stays.
// SPDX-License-Identifier: Apache-2.0
#include "pycore/python.hpp"

#include "app/python_side/python_side.hpp"

#include <string>

#include <doctest/doctest.h>

using namespace krait;

TEST_CASE("the versions name every part, and no Python goes on running") {
  const std::string text = app::own_python_side().version();
  CHECK(text.starts_with("python    3."));
  for (const char* part : {"\nsimdjson ", "\ncompat    "})
    CHECK(text.find(part) != text.npos);
  CHECK(text.ends_with("\n"));
  CHECK(Py_IsInitialized() == 0);
}
