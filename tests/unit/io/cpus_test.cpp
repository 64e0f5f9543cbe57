// The quota's arithmetic, and bounds of what this machine says.
// SPDX-License-Identifier: Apache-2.0
#include "io/cpus.hpp"

#include <thread>

#include <doctest/doctest.h>

using namespace krait;

TEST_CASE("a quota of CPU time is rounded up to CPUs") {
  struct row {
    std::string_view text;
    std::size_t cpus;
  };
  for (const row& r :
       {row{"200000 100000", 2}, row{"100000 100000", 1}, row{"50000 100000", 1},
        row{"150000 100000", 2}, row{"max 100000", 0}, row{"-1 100000", 0}, row{"", 0},
        row{"5", 0}, row{"5 ", 0}, row{"5 0", 0}, row{"5 x", 0},
        row{"99999999999999999999999 1", 0}}) {
    CAPTURE(r.text);
    CHECK(io::cpus_of_quota(r.text) == r.cpus);
  }
}

TEST_CASE("at least one CPU may be used, and no more than there are") {
  CHECK(io::usable_cpus() >= 1);
  CHECK(io::usable_cpus() <= std::max(1u, std::thread::hardware_concurrency()));
}
