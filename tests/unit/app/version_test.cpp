// Versions without an interpreter.
// SPDX-License-Identifier: Apache-2.0
#include "pycore/python.hpp"

#include "app/cli/version.hpp"

#include <string>

#include <doctest/doctest.h>

#include "base/version.hpp"
#include "simd/isa.hpp"

using namespace krait;

TEST_CASE("the version names everything that matters and starts no Python") {
  const std::string text = app::version_text();
  CHECK(text.starts_with(std::string("krait ") + base::version() + "\n"));
  for (const char* part :
       {"\npython ", "\nsimdjson ", "\nkernels ", "\ncompat ", "\ncompiler "})
    CHECK(text.find(part) != text.npos);
  CHECK(text.find(simd::name(simd::selected().chosen)) != text.npos);
  CHECK(Py_IsInitialized() == 0);
}
