// SPDX-License-Identifier: Apache-2.0
#include "pycore/compat/collector.hpp"

#include <memory>
#include <vector>

#include <doctest/doctest.h>

#include "pycore/compat/layout.hpp"
#include "pycore/py_ref.hpp"
#include "support/python.hpp"

namespace krait::pycore::compat {

#if KRAIT_LAYOUT

namespace {

constexpr int many = 200;

struct cleared {
  void operator()(object_cache* cache) const {
    cache->clear();
    delete cache;
  }
};

// What the proof found; null: not the layout that we know.
std::unique_ptr<object_cache, cleared> proved_cache() {
  tests::python::running();
  std::unique_ptr<object_cache, cleared> cache(new object_cache{});
  return layout_holds(*cache) ? std::move(cache) : nullptr;
}

long count_of_young() {
  return PyLong_AsLong(
      tests::python::running().eval("__import__('gc').get_count()[0]").lend());
}

// The collector's own number of containers; 0 up to 3.13, which has none.
Py_ssize_t tracked_containers(const object_cache& cache) {
  if (PY_VERSION_HEX < 0x030E0000 || cache.young == nullptr)
    return 0;
  return static_cast<const gc_state*>(cache.young)->tracked;
}

PyListObject* new_list(containers& made) {
  auto* const head =
      static_cast<gc_head*>(PyObject_Malloc(sizeof(gc_head) + sizeof(PyListObject)));
  auto* const list = reinterpret_cast<PyListObject*>(made.add(head));
  static_cast<void>(PyObject_Init(&list->ob_base.ob_base, &PyList_Type));
  list->ob_item = nullptr;
  list->allocated = 0;
  Py_SET_SIZE(&list->ob_base, 0);
  return list;
}

// Empty lists; one of them is given up again.
std::vector<py_ref> make_lists(object_cache& cache) {
  std::vector<py_ref> lists;
  lists.reserve(many);
  containers made(cache);
  PyObject_Free(made.remove(&new_list(made)->ob_base.ob_base));
  for (int i = 0; i != many; ++i) {
    PyObject* const list = &new_list(made)->ob_base.ob_base;
    CHECK_FALSE(PyObject_GC_IsTracked(list));
    if (i == many / 2)
      made.forget_neighbours();
    made.track(list);
    lists.push_back(py_ref::steal(list));
  }
  return lists;
}

void check_lists(object_cache& cache) {
  PyGC_Disable();
  const long before = count_of_young();
  const Py_ssize_t tracked_before = tracked_containers(cache);
  {
    const std::vector<py_ref> lists = make_lists(cache);
    CHECK(tracked_containers(cache) - tracked_before ==
          (tracked_before == 0 ? 0 : many));
    const long counted = count_of_young() - before;
    CHECK(counted >= many);
    CHECK(counted <= many + 16); // and what asking makes
    for (const py_ref& list : lists) {
      CHECK(PyObject_GC_IsTracked(list.lend()));
      CHECK(PyList_Append(list.lend(), Py_None) == 0);
    }
    PyGC_Enable();
    PyGC_Collect();
    PyGC_Disable();
  }
  PyGC_Enable();
}

} // namespace

TEST_CASE("containers are tracked and counted as CPython's own") {
  const auto cache = proved_cache();
  if (cache != nullptr && containers(*cache).is_known())
    check_lists(*cache);
}

TEST_CASE("containers that go are as many as those that came") {
  const auto cache = proved_cache();
  if (cache == nullptr || !containers(*cache).is_known())
    return;
  PyGC_Disable();
  const Py_ssize_t before = tracked_containers(*cache);
  make_lists(*cache).clear();
  CHECK(tracked_containers(*cache) == before);
  PyGC_Enable();
}

TEST_CASE("an unknown collector is asked for containers, from 3.14 on") {
  const auto cache = proved_cache();
  if (cache == nullptr || PY_VERSION_HEX < 0x030E0000)
    return;
  cache->young = nullptr;
  layout_objects objects(*cache, false);
  const py_ref list = py_ref::steal(objects.list(nullptr, 0));
  const py_ref dict = py_ref::steal(objects.empty_dict());
  CHECK(PyObject_GC_IsTracked(list.lend()));
  CHECK(PyObject_GC_IsTracked(dict.lend()));
  CHECK(PyDict_SetItemString(dict.lend(), "list", list.lend()) == 0);
  CHECK(PyList_Append(list.lend(), Py_None) == 0);
}

#endif

} // namespace krait::pycore::compat
