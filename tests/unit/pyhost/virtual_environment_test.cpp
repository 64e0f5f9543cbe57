// Environments of this Python, of another one, and of none.
// SPDX-License-Identifier: Apache-2.0
#include "pyhost/virtual_environment.hpp"

#include <filesystem>

#include <doctest/doctest.h>

#include "unit/io/temporary_folder.hpp"

using namespace krait;
namespace fs = std::filesystem;

TEST_CASE("packages are found where the version fits") {
  const test::temporary_folder folder;
  fs::create_directories(folder / "lib/python3.9/site-packages");
  fs::create_directories(folder / "lib/python3.11/site-packages");
  CHECK(fs::equivalent(pyhost::site_packages_of(folder / "", {3, 11}),
                       folder / "lib/python3.11/site-packages"));
}

TEST_CASE("another version is named beside ours") {
  const test::temporary_folder folder;
  fs::create_directories(folder / "lib/python3.12/site-packages");
  const std::string expected = (folder / "") + " is an environment of Python 3.12, but "
                                               "krait embeds Python 3.11";
  CHECK_THROWS_WITH_AS(pyhost::site_packages_of(folder / "", {3, 11}), expected.c_str(),
                       pyhost::environment_error);
}

TEST_CASE("a folder that is no environment is refused") {
  const test::temporary_folder folder;
  fs::create_directories(folder / "lib/python3.11"); // without site-packages
  CHECK_THROWS_AS(pyhost::site_packages_of(folder / "", {3, 11}),
                  pyhost::environment_error);
  CHECK_THROWS_AS(pyhost::site_packages_of(folder / "none", {3, 11}),
                  pyhost::environment_error);
}
