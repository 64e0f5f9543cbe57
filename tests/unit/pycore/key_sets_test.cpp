// SPDX-License-Identifier: Apache-2.0
#include "pycore/key_sets.hpp"

#include <cstdint>
#include <memory>

#include <doctest/doctest.h>

#include "pycore/py_ref.hpp"
#include "support/python.hpp"

namespace krait::pycore {

namespace {

struct cleared {
  void operator()(key_sets* sets) const {
    sets->clear();
    delete sets;
  }
};
using sets_owner = std::unique_ptr<key_sets, cleared>;

sets_owner no_sets() {
  tests::python::running(); // keys are str
  return sets_owner(new key_sets{});
}

constexpr std::size_t table_bytes = 1000; // as far as the sets know

// A table that holds one more reference to the key.
compat::shared_keys* table_of(PyObject* key) {
  compat::shared_keys* const made = compat::make_model(&key, 1);
  REQUIRE(made != nullptr);
  return made;
}

} // namespace

TEST_CASE("a set is due for a table when it comes again soon") {
  const sets_owner sets = no_sets();
  CHECK_FALSE(sets->find(7).is_due);
  CHECK(sets->find(7).is_due);
  for (std::uint64_t other = 1000; other != 1031; ++other)
    sets->find(other << 8);
  const py_ref key = py_ref::steal(PyUnicode_FromString("a key of a set"));
  const Py_ssize_t before = Py_REFCNT(key.lend());
  CHECK(sets->find(7).is_due);
  compat::shared_keys* const table = table_of(key.lend());
  sets->keep(7, table, table_bytes);
  CHECK_FALSE(sets->find(7).is_due);
  CHECK(sets->find(7).shared == table);
  CHECK(Py_REFCNT(key.lend()) > before);
  sets->clear();
  CHECK(Py_REFCNT(key.lend()) == before);
  CHECK(sets->find(7).shared == nullptr);
}

TEST_CASE("a set that comes seldom is not due") {
  const sets_owner sets = no_sets();
  for (int round = 0; round != 5; ++round) {
    CHECK_FALSE(sets->find(7).is_due);
    for (int i = 0; i != 40; ++i)
      sets->find(8);
  }
}

TEST_CASE("a set without a table makes way at once, one with a table in time") {
  const sets_owner sets = no_sets();
  const py_ref key = py_ref::steal(PyUnicode_FromString("a key of a set"));
  const Py_ssize_t before = Py_REFCNT(key.lend());
  sets->find(7);
  sets->keep(7, table_of(key.lend()), table_bytes);
  int strangers = 0;
  for (std::uint64_t sum = 1; Py_REFCNT(key.lend()) != before && sum != 1'000'000;
       ++sum) {
    sets->find(sum);
    ++strangers;
  }
  CHECK(Py_REFCNT(key.lend()) == before);
  CHECK(strangers > 64);
  CHECK(strangers < 100'000);
}

TEST_CASE("tables are kept up to the bytes that are promised") {
  const sets_owner sets = no_sets();
  const py_ref key = py_ref::steal(PyUnicode_FromString("a key of a set"));
  const Py_ssize_t before = Py_REFCNT(key.lend());
  Py_ssize_t in_a_table = 0; // references to the key
  for (std::uint64_t sum = 1; sum != 5000; ++sum) {
    sets->find(sum);
    if (sets->find(sum).is_due && sets->make_room_for(table_bytes)) {
      sets->keep(sum, table_of(key.lend()), table_bytes);
      if (in_a_table == 0)
        in_a_table = Py_REFCNT(key.lend()) - before;
    }
  }
  REQUIRE(in_a_table > 0);
  const auto tables =
      static_cast<std::size_t>((Py_REFCNT(key.lend()) - before) / in_a_table);
  CHECK(tables > 20);
  CHECK(tables * table_bytes + sizeof(key_sets) <= key_sets::most_bytes + 64);
  CHECK_FALSE(sets->make_room_for(100 << 10));
}

TEST_CASE("tables that nobody asks for any more make way") {
  const sets_owner sets = no_sets();
  const py_ref key = py_ref::steal(PyUnicode_FromString("a key of a set"));
  const auto keep = [&](std::uint64_t sum) {
    sets->find(sum);
    sets->find(sum);
    if (!sets->make_room_for(10 * table_bytes))
      return false;
    sets->keep(sum, table_of(key.lend()), 10 * table_bytes);
    return true;
  };
  std::uint64_t sum = 1;
  while (keep(sum))
    ++sum;
  CHECK(sum > 5);
  CHECK_FALSE(keep(sum)); // all are of use
  for (int i = 0; i != 5000; ++i)
    sets->find(1);
  CHECK(keep(sum));
  CHECK(sets->find(sum).shared != nullptr);
  CHECK(sets->find(1).shared != nullptr);
  CHECK(sets->find(2).shared == nullptr);
}

} // namespace krait::pycore
