// Whole or not at all.
// SPDX-License-Identifier: Apache-2.0
#include "io/atomic_file.hpp"

#include <cerrno>
#include <filesystem>
#include <string>
#include <sys/stat.h>

#include <doctest/doctest.h>

#include "io/pending_temporary.hpp"
#include "unit/io/temporary_folder.hpp"

using namespace krait;
namespace fs = std::filesystem;

namespace {

unsigned mode_of(const std::string& path) {
  struct stat about {};
  REQUIRE(::stat(path.c_str(), &about) == 0);
  return about.st_mode & 07777;
}

} // namespace

TEST_CASE("the new content appears with commit and not before") {
  const test::temporary_folder folder;
  test::write_file(folder / "out", "old");
  {
    io::atomic_file file;
    REQUIRE(file.open(folder / "out").ok());
    REQUIRE(file.write("new ").ok());
    REQUIRE(file.write("content").ok());
    CHECK(test::read_file(folder / "out") == "old");
    CHECK(folder.entries() == 2);
    REQUIRE(file.commit().ok());
  }
  CHECK(test::read_file(folder / "out") == "new content");
  CHECK(folder.entries() == 1);
}

TEST_CASE("without commit everything is as it was") {
  const test::temporary_folder folder;
  test::write_file(folder / "out", "old");
  for (const char* name : {"out", "other"}) {
    CAPTURE(name);
    io::atomic_file file;
    REQUIRE(file.open(folder / name).ok());
    REQUIRE(file.write("new").ok());
  }
  CHECK(test::read_file(folder / "out") == "old");
  CHECK(folder.entries() == 1);
}

TEST_CASE("a signal handler finds the temporary file until commit") {
  const test::temporary_folder folder;
  io::atomic_file given_up;
  REQUIRE(given_up.open(folder / "out").ok());
  CHECK(folder.entries() == 1);
  io::remove_pending_temporary();
  CHECK(folder.entries() == 0);
  CHECK(given_up.commit().error == ENOENT);

  io::atomic_file done;
  REQUIRE(done.open(folder / "out").ok());
  REQUIRE(done.commit().ok());
  io::remove_pending_temporary();
  CHECK(folder.entries() == 1);
}

TEST_CASE("permissions are kept, but for the set-user-id bits") {
  const test::temporary_folder folder;
  struct row {
    unsigned before, after;
  };
  for (const row& r : {row{0600, 0600}, row{0644, 0644}, row{0755, 0755},
                       row{0444, 0444}, row{04755, 0755}}) {
    CAPTURE(r.before);
    test::write_file(folder / "out", "old");
    REQUIRE(::chmod((folder / "out").c_str(), r.before) == 0);
    io::atomic_file file;
    REQUIRE(file.open(folder / "out").ok());
    REQUIRE(file.commit().ok());
    CHECK(mode_of(folder / "out") == r.after);
    fs::remove(folder / "out");
  }
}

TEST_CASE("a new file has the permissions that the umask leaves") {
  const test::temporary_folder folder;
  const mode_t before = ::umask(027);
  io::atomic_file file;
  const bool opened = file.open(folder / "out").ok();
  ::umask(before);
  REQUIRE(opened);
  REQUIRE(file.commit().ok());
  CHECK(mode_of(folder / "out") == 0640);
}

TEST_CASE("a symbolic link stays a link") {
  const test::temporary_folder folder;
  fs::create_directory(folder / "real");
  test::write_file(folder / "real/out", "old");
  fs::create_symlink("real/out", folder / "link");
  io::atomic_file file;
  REQUIRE(file.open(folder / "link").ok());
  REQUIRE(file.write("new").ok());
  REQUIRE(file.commit().ok());
  CHECK(fs::is_symlink(folder / "link"));
  CHECK(test::read_file(folder / "real/out") == "new");
}

TEST_CASE("a name of any legal length works") {
  const test::temporary_folder folder;
  const std::string name(255, 'n');
  io::atomic_file file;
  REQUIRE(file.open(folder / name).ok());
  CHECK(file.commit().ok());
}

TEST_CASE("what cannot be created says why") {
  const test::temporary_folder folder;
  io::atomic_file file;
  CHECK(file.open(folder / "no/such/out").error == ENOENT);
  CHECK(folder.entries() == 0);
}
