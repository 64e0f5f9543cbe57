// SPDX-License-Identifier: Apache-2.0
#include "pycore/object_cache.hpp"

#include <memory>

#include <doctest/doctest.h>

#include "pycore/py_ref.hpp"
#include "support/python.hpp"

namespace krait::pycore {

namespace {

struct cleared {
  void operator()(object_cache* cache) const {
    cache->clear();
    delete cache;
  }
};

std::unique_ptr<object_cache, cleared> empty_cache() {
  tests::python::running();
  return std::unique_ptr<object_cache, cleared>(new object_cache{});
}

} // namespace

TEST_CASE("small integers are kept, at both ends of what is small") {
  const auto cache = empty_cache();
  CHECK_FALSE(object_cache::keeps(-1));
  CHECK_FALSE(object_cache::keeps(INT64_MIN));
  CHECK_FALSE(object_cache::keeps(object_cache::kept_integers));
  CHECK_FALSE(object_cache::keeps(INT64_MAX));
  for (const std::int64_t value :
       {std::int64_t{0}, std::int64_t{256}, std::int64_t{257},
        object_cache::kept_integers - 1}) {
    CAPTURE(value);
    CHECK(object_cache::keeps(value));
    CHECK(cache->integers[value] == nullptr);
    const py_ref made = py_ref::steal(cache->keep_integer(value));
    CHECK(PyLong_AsLongLong(made.lend()) == value);
    CHECK(cache->integers[value] == made.lend());
  }
  const py_ref large = py_ref::share(cache->integers[object_cache::kept_integers - 1]);
  const Py_ssize_t before = Py_REFCNT(large.lend());
  cache->clear();
  CHECK(Py_REFCNT(large.lend()) == before - 1);
  CHECK(cache->integers[object_cache::kept_integers - 1] == nullptr);
}

TEST_CASE("there is one str for each ASCII character, and one that is empty") {
  const auto cache = empty_cache();
  for (int c = 0; c != 128; ++c) {
    CAPTURE(c);
    const py_ref made = py_ref::steal(cache->character(static_cast<char>(c)));
    const py_ref again = py_ref::steal(cache->character(static_cast<char>(c)));
    CHECK(made.lend() == again.lend());
    CHECK(PyUnicode_GET_LENGTH(made.lend()) == 1);
    CHECK(PyUnicode_READ_CHAR(made.lend(), 0) == static_cast<Py_UCS4>(c));
  }
  const py_ref empty = py_ref::steal(cache->empty());
  CHECK(PyUnicode_GET_LENGTH(empty.lend()) == 0);
  CHECK(py_ref::steal(cache->empty()).lend() == empty.lend());
}

} // namespace krait::pycore
