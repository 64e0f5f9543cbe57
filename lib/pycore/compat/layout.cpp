// Dicts built in place, and the tables of keys that they share.
// SPDX-License-Identifier: Apache-2.0
#include "pycore/compat/layout.hpp"

#include <algorithm>
#include <cstddef>

#include "pycore/compat/probe.hpp"

namespace krait::pycore::compat {

#if KRAIT_LAYOUT

namespace {

constexpr unsigned min_log2_size = 3;
constexpr std::size_t most_small_entries = 85; // usable_entries(7)

// Tables of keys come from, and go back to, this allocator.
void* allocate_keys(std::size_t size) noexcept {
#if PY_VERSION_HEX < 0x030D0000
  return PyObject_Malloc(size);
#else
  return PyMem_Malloc(size);
#endif
}
void free_keys(void* keys) noexcept {
#if PY_VERSION_HEX < 0x030D0000
  PyObject_Free(keys);
#else
  PyMem_Free(keys);
#endif
}

unsigned log2_size_for(std::size_t count) noexcept {
  unsigned log2_size = min_log2_size;
  while (usable_entries(log2_size) < count)
    ++log2_size;
  return log2_size;
}

// An empty table; its entries are not initialised.
dict_keys* new_keys(unsigned log2_size, dict_keys_kind kind) noexcept {
  const unsigned log2_bytes = log2_index_bytes(log2_size);
  const std::size_t index_size = std::size_t{1} << log2_bytes;
  auto* const keys = static_cast<dict_keys*>(allocate_keys(
      sizeof(dict_keys) + index_size + usable_entries(log2_size) * sizeof(dict_entry)));
  if (keys == nullptr)
    return nullptr;
  keys->refcount = 1;
  keys->log2_size = static_cast<std::uint8_t>(log2_size);
  keys->log2_index_bytes = static_cast<std::uint8_t>(log2_bytes);
  keys->kind = kind;
  keys->version = 0;
  keys->usable = static_cast<Py_ssize_t>(usable_entries(log2_size));
  keys->used = 0;
  std::memset(index_of(keys), 0xFF, index_size);
  return keys;
}

bool equal_keys(PyObject* one, PyObject* other) noexcept {
  return one == other ||
         (hash_of(one) == hash_of(other) && PyUnicode_Compare(one, other) == 0);
}

} // namespace

void layout_objects::set_version(PyDictObject* made) noexcept {
  // Unique as CPython's are, from numbers that its counter will not reach; the low
  // twelve bits belong to watchers.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
#if PY_VERSION_HEX < 0x030E0000
  cache_.dict_version += 0x1000; // there: another call may come between
  made->ma_version_tag = cache_.dict_version | std::uint64_t{1} << 63;
#else
  made->_ma_watcher_tag = 0;
#endif
#pragma GCC diagnostic pop
}

namespace {

// Takes the references over. Returns how many entries there are.
template <class Index>
std::size_t fill_pairs(dict_keys* keys, PyObject* const* pairs,
                       std::size_t count) noexcept {
  auto* const index = reinterpret_cast<Index*>(index_of(keys));
  dict_entry* const entries = entries_of(keys);
  std::size_t used = 0;
  for (std::size_t i = 0; i < count; ++i) {
    PyObject* const key = pairs[2 * i];
    PyObject* const value = pairs[2 * i + 1];
    probe place(hash_of(key), keys->log2_size);
    dict_entry* same = nullptr;
    for (; index[place.at()] >= 0; place.next()) {
      dict_entry& there = entries[index[place.at()]];
      if (equal_keys(there.key, key)) {
        same = &there;
        break;
      }
    }
    if (same != nullptr) {
      Py_DECREF(key);
      Py_SETREF(same->value, value);
      continue;
    }
    index[place.at()] = static_cast<Index>(used);
    entries[used++] = {key, value};
  }
  return used;
}

// The keys are all different and stay lent.
template <class Index>
std::size_t fill_distinct(dict_keys* table, PyObject* const* keys,
                          PyObject* const* values, std::size_t count) noexcept {
  auto* const index = reinterpret_cast<Index*>(index_of(table));
  dict_entry* const entries = entries_of(table);
  for (std::size_t i = 0; i < count; ++i) {
    probe place(hash_of(keys[i]), table->log2_size);
    while (index[place.at()] >= 0)
      place.next();
    index[place.at()] = static_cast<Index>(i);
    entries[i] = {Py_NewRef(keys[i]), values == nullptr ? nullptr : values[i]};
  }
  return count;
}

// Calls `fill` with a null pointer of the type that a table of this size has as index.
template <class Fill>
std::size_t with_index(const dict_keys* keys, Fill fill) noexcept {
  if (keys->log2_size < 8)
    return fill(static_cast<std::int8_t*>(nullptr));
  if (keys->log2_size < 16)
    return fill(static_cast<std::int16_t*>(nullptr));
  if (keys->log2_size < 32)
    return fill(static_cast<std::int32_t*>(nullptr));
  return fill(static_cast<std::int64_t*>(nullptr));
}

} // namespace

PyObject* layout_objects::finish_dict(PyDictObject* made, dict_keys* keys,
                                      std::size_t used,
                                      bool holds_containers) noexcept {
  keys->used = static_cast<Py_ssize_t>(used);
  keys->usable -= keys->used;
  begin_dict(made, keys, nullptr, used);
  track_dict(made, holds_containers);
  return &made->ob_base;
}

PyObject* layout_objects::dict(PyObject* const* pairs, std::size_t count,
                               bool holds_containers) noexcept {
  dict_keys* const keys = new_keys(log2_size_for(count), keys_str);
  auto* const made = allocate_dict();
  if (keys == nullptr || made == nullptr) {
    free_keys(keys);
    return abandon_dict(made, nullptr);
  }
  const std::size_t used = with_index(
      keys, [&]<class Index>(Index*) { return fill_pairs<Index>(keys, pairs, count); });
  return finish_dict(made, keys, used, holds_containers);
}

// Not by the API: its allocation may start the collector.
PyObject* layout_objects::empty_dict() noexcept {
  auto* const made = allocate_dict();
  if (made == nullptr)
    return PyErr_NoMemory();
  empty_keys()->refcount += cache_.empty_keys_are_counted;
  begin_dict(made, empty_keys(), nullptr, 0);
  track_dict(made, false);
  return &made->ob_base;
}

PyObject* layout_objects::dict_like(const shared_keys& model, PyObject* const* values,
                                    bool holds_containers) noexcept {
  const dict_keys* const from = model.keys;
  auto* const made = allocate_dict();
  const std::size_t head =
      sizeof(dict_keys) + (std::size_t{1} << from->log2_index_bytes);
  auto* const keys = static_cast<dict_keys*>(
      allocate_keys(head + usable_entries(from->log2_size) * sizeof(dict_entry)));
  if (keys == nullptr || made == nullptr) {
    free_keys(keys);
    return abandon_dict(made, nullptr);
  }
  std::memcpy(keys, from, head);
  keys->refcount = 1;
  const dict_entry* const known = entries_of(model.keys);
  dict_entry* const entries = entries_of(keys);
  for (std::size_t i = 0; i < model.count; ++i)
    entries[i] = {Py_NewRef(known[i].key), values[i]};
  begin_dict(made, keys, nullptr, model.count);
  track_dict(made, holds_containers);
  return &made->ob_base;
}

PyObject* layout_objects::dict(PyObject* const* keys, PyObject* const* values,
                               std::size_t count, bool holds_containers) noexcept {
  dict_keys* const table = new_keys(log2_size_for(count), keys_str);
  auto* const made = allocate_dict();
  if (table == nullptr || made == nullptr) {
    free_keys(table);
    return abandon_dict(made, nullptr);
  }
  const std::size_t used = with_index(table, [&]<class Index>(Index*) {
    return fill_distinct<Index>(table, keys, values, count);
  });
  return finish_dict(made, table, used, holds_containers);
}

namespace {

// The entry of an equal key; -1: none.
[[gnu::noinline]] int find_key(dict_keys* keys, PyObject* key) noexcept {
  const auto* const index = reinterpret_cast<const std::int8_t*>(index_of(keys));
  for (probe place(hash_of(key), keys->log2_size);; place.next()) {
    const int at = index[place.at()];
    if (at < 0 || equal_keys(entries_of(keys)[at].key, key))
      return at;
  }
}

// Puts the values of the pairs where the table has their keys, and writes down the
// order. Takes nothing. False where the keys are others, or one comes twice.
bool place_values(const shared_keys& shared, PyObject* const* pairs, PyObject** slots,
                  std::uint8_t* order) noexcept {
  static_assert(shared_keys::max_shared < 64);
  key_places& places = *shared.places;
  const dict_entry* const entries = entries_of(shared.keys);
  const unsigned count = shared.count;
  std::uint64_t seen = 0;
  for (unsigned i = 0; i < count; ++i, pairs += 2, order += order_step) {
    int at = places[pairs[0]];
    if (entries[at].key != pairs[0]) [[unlikely]] {
      at = find_key(shared.keys, pairs[0]);
      if (at < 0)
        return false;
    }
    slots[at] = pairs[1];
    *order = static_cast<std::uint8_t>(at);
    seen |= std::uint64_t{1} << at;
  }
  return seen == (std::uint64_t{1} << count) - 1;
}

// Whether each key has its own slot.
bool fill_places(const shared_keys& shared, key_places& places) noexcept {
  const dict_entry* const entries = entries_of(shared.keys);
  std::memset(places.slots, 0, sizeof places.slots);
  bool distinct = true;
  for (std::uint32_t i = 0; i < shared.count; ++i) {
    std::uint8_t& slot = places[entries[i].key];
    distinct = distinct && (slot == 0 || i == 0);
    slot = static_cast<std::uint8_t>(i);
  }
  return distinct && places[entries[0].key] == 0;
}

} // namespace

bool keys_differ(const shared_keys& shared) noexcept {
  for (std::uint32_t i = 0; i < shared.count; ++i)
    if (find_key(shared.keys, entries_of(shared.keys)[i].key) != static_cast<int>(i))
      return false;
  return true;
}

bool learn_places(shared_keys& shared) noexcept {
  constexpr int most_tries = 64;
  constexpr std::uint64_t odd = 0x9E3779B97F4A7C15; // 2^64 / golden ratio
  shared.places = static_cast<key_places*>(PyMem_Malloc(sizeof(key_places)));
  if (shared.places == nullptr) {
    PyErr_NoMemory();
    return false;
  }
  shared.places->factor = odd;
  for (int i = 0; i != most_tries && !fill_places(shared, *shared.places); ++i)
    shared.places->factor *= odd;
  return true;
}

PyObject* layout_objects::dict_in_order(const shared_keys& shared,
                                        PyObject* const* pairs,
                                        bool holds_containers) noexcept {
  PyDictObject* const made = allocate_dict();
  std::uint8_t* const block = allocate_values(shared);
  if (made == nullptr || block == nullptr)
    return abandon_dict(made, block);
  if (!place_values(shared, pairs, slots_of(block, shared), order_of(block, shared))) {
    PyMem_Free(block);
    free_dict(made);
    return nullptr;
  }
  const std::size_t count = shared.count;
  for (std::size_t i = 0; i < count; ++i)
    Py_DECREF(pairs[2 * i]);
  return finish_shared(made, shared, block, holds_containers);
}

std::size_t size_of_shared_keys(std::size_t count) noexcept {
  const unsigned log2_size = log2_size_for(count);
  return sizeof(shared_keys) + sizeof(dict_keys) +
         (std::size_t{1} << log2_index_bytes(log2_size)) +
         usable_entries(log2_size) * sizeof(dict_entry);
}

shared_keys* make_shared_keys(PyObject* const* keys, std::size_t count) noexcept {
  static_assert(shared_keys::max_shared <= most_small_entries);
  const bool is_model = count > shared_keys::max_shared;
  auto* const shared = static_cast<shared_keys*>(PyMem_Malloc(sizeof(shared_keys)));
  dict_keys* const table =
      new_keys(log2_size_for(count), is_model ? keys_str : keys_split);
  if (shared == nullptr || table == nullptr) {
    PyMem_Free(shared);
    free_keys(table);
    PyErr_NoMemory();
    return nullptr;
  }
  table->used = static_cast<Py_ssize_t>(with_index(table, [&]<class Index>(Index*) {
    return fill_distinct<Index>(table, keys, nullptr, count);
  }));
  shared->keys = table;
  shared->model = nullptr;
  shared->places = nullptr;
  shared->count = static_cast<std::uint32_t>(count);
  if (is_model) {
    table->usable -= table->used;
    return shared;
  }
  table->usable = 0; // no instance may add a key for all others
#if PY_VERSION_HEX < 0x030D0000
  // Read downwards from the end: its size, the count, then the order.
  const std::size_t size = (count + 2 + 7) & ~std::size_t{7};
  shared->order[size - 1] = static_cast<std::uint8_t>(size);
  shared->order[size - 2] = static_cast<std::uint8_t>(count);
  for (std::size_t i = 0; i < count; ++i)
    shared->order[size - 3 - i] = static_cast<std::uint8_t>(i);
  for (std::size_t i = 0; i + count + 2 < size; ++i)
    shared->order[i] = 0;
#else
  const std::size_t size = (count + 7) & ~std::size_t{7};
  for (std::size_t i = 0; i < size; ++i)
    shared->order[i] = i < count ? static_cast<std::uint8_t>(i) : 0;
#endif
  shared->order_size = static_cast<std::uint32_t>(size);
  return shared;
}

namespace {

void release_keys(const shared_keys& shared) noexcept {
  dict_keys* const table = shared.keys;
  if (--table->refcount != 0)
    return;
  for (std::uint32_t i = 0; i < shared.count; ++i)
    Py_DECREF(entries_of(table)[i].key);
  free_keys(table);
}

} // namespace

#else

namespace {

void release_keys(const shared_keys&) noexcept {}

} // namespace

#endif

// A dict that grew by insertion has fewer than four slots of its index for each of six
// keys or more: each of one or two bytes, and two thirds of an entry of two pointers.
std::size_t size_of_model(std::size_t count) noexcept {
  constexpr std::size_t bytes_per_key = 4 * 2 * sizeof(PyObject*) + sizeof(PyObject*);
  return sizeof(shared_keys) + sizeof(PyDictObject) + count * bytes_per_key;
}

shared_keys* make_model(PyObject* const* keys, std::size_t count) noexcept {
  auto* const shared = static_cast<shared_keys*>(
      PyMem_Calloc(1, sizeof(shared_keys) + count * sizeof(PyObject*)));
  if (shared == nullptr) {
    PyErr_NoMemory();
    return nullptr;
  }
  shared->count = static_cast<std::uint32_t>(count);
  shared->model = PyDict_New();
  for (std::size_t i = 0; i < count; ++i) {
    // Each key as its own value: nobody else counts references to it.
    if (shared->model == nullptr ||
        PyDict_SetItem(shared->model, keys[i], keys[i]) != 0) {
      free_shared_keys(shared);
      return nullptr;
    }
    model_keys(*shared)[i] = keys[i];
  }
  PyObject_GC_UnTrack(shared->model); // from 3.14 on programs could find it
  return shared;
}

void free_shared_keys(shared_keys* shared) noexcept {
  if (shared->keys != nullptr)
    release_keys(*shared);
  Py_XDECREF(shared->model);
  PyMem_Free(shared->places);
  PyMem_Free(shared);
}

} // namespace krait::pycore::compat
