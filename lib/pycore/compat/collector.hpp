// Containers counted and tracked as CPython's own, where it is known how.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pycore/python.hpp"

#include <cstddef>
#include <cstdint>

#include "pycore/compat/version.hpp"
#include "pycore/object_cache.hpp"

namespace krait::pycore::compat {

#if KRAIT_LAYOUT

// In front of every object that the collector knows (pycore_gc.h).
struct gc_head {
  std::uintptr_t next; // 0: not tracked
  std::uintptr_t prev; // the two low bits are flags
};

// One generation of the collector (pycore_gc.h).
struct gc_generation {
  gc_head head;
  int threshold;
  int count;
};

// What 3.14's collector has of an interpreter, from its generations on (struct
// _gc_runtime_state, pycore_interp_structs.h). Up to 3.14.4 it works in increments,
// which is what the last three members are of, and links carry a flag; all that it is
// known by here came back with 3.14.5.
struct gc_state {
  gc_generation generations[3];
  gc_generation permanent;
  Py_ssize_t statistics[3][3];
  int collecting;
  PyObject* garbage;
  PyObject* callbacks;
  Py_ssize_t tracked; // containers
  Py_ssize_t work;
  int visited_space;
  int phase;
};

// The containers of one call of loads(). They are counted as if the API had made them,
// so that the collector runs as soon as it would have.
class containers {
public:
  explicit containers(object_cache& cache) noexcept
      : young_(static_cast<gc_generation*>(cache.young)) {
    if (is_known())
      before_ = reinterpret_cast<gc_head*>(young_->head.prev);
  }
  ~containers() {
    if (!is_known())
      return;
    young_->count += made_;
#if PY_VERSION_HEX >= 0x030E0000
    reinterpret_cast<gc_state*>(young_)->tracked += made_;
#endif
  }
  containers(const containers&) = delete;
  containers& operator=(const containers&) = delete;

  // Other code has run, and perhaps the collector.
  void forget_neighbours() noexcept {
    if (is_known())
      before_ = &young_->head;
  }

  // Whether it is known how; else all is for the API to do. 3.14 came with a collector
  // of which we know nothing first.
  bool is_known() const noexcept {
    return PY_VERSION_HEX < 0x030E0000 || young_ != nullptr;
  }

  // The place of a container that is not tracked yet, which must follow, in memory that
  // begins with its head. Where it is known how, as the next.
  PyObject* add(gc_head* head) noexcept {
    *head = {};
    ++made_;
    return reinterpret_cast<PyObject*>(head + 1);
  }
  // Gives up one that is not tracked; its memory.
  gc_head* remove(PyObject* made) noexcept {
    --made_;
    return reinterpret_cast<gc_head*>(made) - 1;
  }

  void track(PyObject* made) noexcept {
    if (!is_known())
      return PyObject_GC_Track(made);
    constexpr std::uintptr_t flags = 3;
    auto* const head = reinterpret_cast<gc_head*>(made) - 1;
    auto* const after = reinterpret_cast<gc_head*>(before_->next);
    before_->next = reinterpret_cast<std::uintptr_t>(head);
    head->prev = reinterpret_cast<std::uintptr_t>(before_);
    head->next = reinterpret_cast<std::uintptr_t>(after);
    after->prev = (after->prev & flags) | reinterpret_cast<std::uintptr_t>(head);
  }

private:
  gc_generation* const young_; // null: not known
  int made_ = 0;
  // What was tracked last before this call. All of ours come right behind it, the
  // newest first, so that the collector meets containers before what they hold: of what
  // it meets earlier it first believes that nothing refers to it, and moves it to
  // another list and back.
  gc_head* before_ = nullptr;
};

#endif

} // namespace krait::pycore::compat
