// SPDX-License-Identifier: Apache-2.0
#include "pycore/py_ref.hpp"

#include <doctest/doctest.h>

#include "support/python.hpp"

namespace krait::pycore {

TEST_CASE("a py_ref holds one reference, however it is moved") {
  tests::python::running();
  PyObject* const object = PyList_New(0);
  const Py_ssize_t before = Py_REFCNT(object);
  {
    py_ref shared = py_ref::share(object);
    CHECK(Py_REFCNT(object) == before + 1);
    py_ref moved = std::move(shared);
    CHECK_FALSE(shared);
    CHECK(moved.lend() == object);
    CHECK(Py_REFCNT(object) == before + 1);
    moved = py_ref::share(object);
    CHECK(Py_REFCNT(object) == before + 1);
    Py_DECREF(moved.give());
    CHECK_FALSE(moved);
  }
  CHECK(Py_REFCNT(object) == before);
  const py_ref last = py_ref::steal(object);
  CHECK(Py_REFCNT(last.lend()) == before);
}

} // namespace krait::pycore
