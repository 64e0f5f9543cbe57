// Following symbolic links by hand.
// SPDX-License-Identifier: Apache-2.0
#include "io/link_target.hpp"

#include <cerrno>
#include <filesystem>
#include <string>

#include <doctest/doctest.h>

#include "unit/io/temporary_folder.hpp"

using namespace krait;
namespace fs = std::filesystem;

TEST_CASE("links are followed to their end, whether something is there or not") {
  const test::temporary_folder folder;
  fs::create_directory(folder / "sub");
  test::write_file(folder / "sub/file", "x");
  fs::create_symlink("sub/file", folder / "relative");
  fs::create_symlink(folder / "sub/file", folder / "absolute");
  fs::create_symlink("relative", folder / "twice");
  fs::create_symlink("../new", folder / "sub/dangling");
  struct row {
    const char* name;
    const char* leads_to;
  };
  for (const row& r : {row{"sub/file", "sub/file"}, row{"missing", "missing"},
                       row{"relative", "sub/file"}, row{"absolute", "sub/file"},
                       row{"twice", "sub/file"}, row{"sub/dangling", "sub/../new"}}) {
    CAPTURE(r.name);
    std::string path = folder / r.name;
    CHECK(io::follow_links(path).ok());
    CHECK(path == folder / r.leads_to);
  }
}

TEST_CASE("links in a circle are an error") {
  const test::temporary_folder folder;
  fs::create_symlink("b", folder / "a");
  fs::create_symlink("a", folder / "b");
  std::string path = folder / "a";
  CHECK(io::follow_links(path).error == ELOOP);
}

TEST_CASE("the folder of a path can be opened") {
  CHECK(io::folder_of("file") == ".");
  CHECK(io::folder_of("/file") == "/");
  CHECK(io::folder_of("a/b/file") == "a/b/");
}
