// What a signal handler would remove.
// SPDX-License-Identifier: Apache-2.0
#include "io/pending_temporary.hpp"

#include <cerrno>
#include <csignal>

#include <doctest/doctest.h>

#include "unit/io/temporary_folder.hpp"

using namespace krait;

TEST_CASE("only the file that is pending is removed") {
  const test::temporary_folder folder;
  for (const char* name : {"one", "two", "three"})
    test::write_file(folder / name, "x");

  io::remove_pending_temporary();
  CHECK(folder.entries() == 3);

  io::set_pending_temporary((folder / "one").c_str());
  io::set_pending_temporary((folder / "two").c_str());
  errno = 7;
  io::remove_pending_temporary();
  CHECK(errno == 7);
  CHECK(folder.entries() == 2);
  CHECK(test::read_file(folder / "one") == "x");

  io::set_pending_temporary((folder / "three").c_str());
  io::clear_pending_temporary();
  io::remove_pending_temporary();
  CHECK(folder.entries() == 2);
}

TEST_CASE("a signal waits until the pause is over") {
  static volatile std::sig_atomic_t seen = 0;
  void (*const before)(int) = std::signal(SIGUSR1, [](int) { seen = 1; });
  {
    const io::signal_pause pause;
    std::raise(SIGUSR1);
    CHECK(seen == 0);
  }
  CHECK(seen == 1);
  std::signal(SIGUSR1, before);
}
