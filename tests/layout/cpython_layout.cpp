// Holds compat/layout.hpp to CPython's own internal headers; compiling it is the test.
// SPDX-License-Identifier: Apache-2.0
#define Py_BUILD_CORE 1
#include "pycore/python.hpp"

// That of C, which 3.12's headers would take, cannot be had in C++20.
#undef HAVE_STD_ATOMIC

#include "internal/pycore_dict.h"
#include "internal/pycore_gc.h"
#include "internal/pycore_long.h"
#include "internal/pycore_object.h"

#include <cstddef>

#include "pycore/compat/layout.hpp"

namespace krait::pycore::compat {

#if KRAIT_LAYOUT

using keys_object = struct ::_dictkeysobject;
static_assert(offsetof(dict_keys, refcount) == offsetof(keys_object, dk_refcnt));
static_assert(offsetof(dict_keys, log2_size) == offsetof(keys_object, dk_log2_size));
static_assert(offsetof(dict_keys, log2_index_bytes) ==
              offsetof(keys_object, dk_log2_index_bytes));
static_assert(offsetof(dict_keys, kind) == offsetof(keys_object, dk_kind));
static_assert(offsetof(dict_keys, version) == offsetof(keys_object, dk_version));
static_assert(offsetof(dict_keys, usable) == offsetof(keys_object, dk_usable));
static_assert(offsetof(dict_keys, used) == offsetof(keys_object, dk_nentries));
static_assert(sizeof(dict_keys) == offsetof(keys_object, dk_indices));
static_assert(sizeof(dict_keys::refcount) == sizeof(keys_object::dk_refcnt) &&
              sizeof(dict_keys::log2_size) == sizeof(keys_object::dk_log2_size) &&
              sizeof(dict_keys::kind) == sizeof(keys_object::dk_kind) &&
              sizeof(dict_keys::version) == sizeof(keys_object::dk_version) &&
              sizeof(dict_keys::usable) == sizeof(keys_object::dk_usable) &&
              sizeof(dict_keys::used) == sizeof(keys_object::dk_nentries));
static_assert(int{keys_general} == int{DICT_KEYS_GENERAL} &&
              int{keys_str} == int{DICT_KEYS_UNICODE} &&
              int{keys_split} == int{DICT_KEYS_SPLIT});

static_assert(offsetof(dict_entry, key) == offsetof(::PyDictUnicodeEntry, me_key));
static_assert(offsetof(dict_entry, value) == offsetof(::PyDictUnicodeEntry, me_value));
static_assert(sizeof(dict_entry) == sizeof(::PyDictUnicodeEntry));

// More keys than CPython's own tables share, but their count, the places in their order
// and the size of what holds it, rounded up to pointers, are a byte each.
static_assert(shared_keys::max_shared >= SHARED_KEYS_MAX_SIZE &&
              shared_keys::max_shared + 2 <= UINT8_MAX - sizeof(PyObject*));
// Behind the order of the keys stand its size and theirs, up to 3.12.
static_assert(sizeof(shared_keys::order) >= shared_keys::max_shared + 2);
#if PY_VERSION_HEX < 0x030D0000
static_assert(offsetof(struct ::_dictvalues, values) == 0);
#else
static_assert(offsetof(struct ::_dictvalues, capacity) == 0 &&
              offsetof(struct ::_dictvalues, size) == 1 &&
              offsetof(struct ::_dictvalues, embedded) == 2 &&
              offsetof(struct ::_dictvalues, valid) == 3 &&
              offsetof(struct ::_dictvalues, values) == sizeof(PyObject*));
#endif
#if defined(DICT_VERSION_INCREMENT)
static_assert(0x1000 % DICT_VERSION_INCREMENT == 0);
#endif

static_assert(offsetof(gc_head, next) == offsetof(::PyGC_Head, _gc_next));
static_assert(offsetof(gc_head, prev) == offsetof(::PyGC_Head, _gc_prev));
static_assert(sizeof(gc_head) == sizeof(::PyGC_Head));
using generation = struct ::gc_generation;
static_assert(offsetof(gc_generation, head) == offsetof(generation, head));
static_assert(offsetof(gc_generation, threshold) == offsetof(generation, threshold));
static_assert(offsetof(gc_generation, count) == offsetof(generation, count));
static_assert(sizeof(gc_generation) == sizeof(generation));
#if PY_VERSION_HEX >= 0x030E05F0
using state = struct ::_gc_runtime_state;
constexpr std::size_t generations_at = offsetof(state, generations);
static_assert(offsetof(gc_state, permanent) ==
              offsetof(state, permanent_generation) - generations_at);
static_assert(offsetof(gc_state, garbage) == offsetof(state, garbage) - generations_at);
static_assert(offsetof(gc_state, tracked) ==
              offsetof(state, heap_size) - generations_at);
static_assert(offsetof(gc_state, work) == offsetof(state, dummy1) - generations_at);
static_assert(offsetof(gc_state, visited_space) ==
              offsetof(state, dummy2) - generations_at);
static_assert(offsetof(gc_state, phase) == offsetof(state, dummy3) - generations_at);
#endif

static_assert(object_cache::most_negative_kept == _PY_NSMALLNEGINTS);
static_assert(object_cache::kept_integers >= _PY_NSMALLPOSINTS);
#if PY_VERSION_HEX >= 0x030C0000
static_assert(NON_SIZE_BITS == 3 && SIGN_NEGATIVE == 2);
#endif

#endif

} // namespace krait::pycore::compat
