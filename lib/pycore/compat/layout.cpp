// Dicts built in place, and the proof that objects are laid out as we believe.
// SPDX-License-Identifier: Apache-2.0
#include "pycore/compat/layout.hpp"

#include <algorithm>
#include <cstddef>

#include "pycore/py_ref.hpp"

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

Py_hash_t hash_of(PyObject* str) noexcept {
  return reinterpret_cast<PyASCIIObject*>(str)->hash;
}

bool equal_keys(PyObject* one, PyObject* other) noexcept {
  return one == other ||
         (hash_of(one) == hash_of(other) && PyUnicode_Compare(one, other) == 0);
}

// Where a key with `hash` goes: CPython's probe sequence (dictobject.c).
class probe {
public:
  probe(Py_hash_t hash, unsigned log2_size) noexcept
      : mask_((std::size_t{1} << log2_size) - 1),
        perturb_(static_cast<std::size_t>(hash)),
        at_(perturb_ & mask_) {}
  std::size_t at() const noexcept { return at_; }
  void next() noexcept {
    perturb_ >>= 5;
    at_ = (at_ * 5 + perturb_ + 1) & mask_;
  }

private:
  std::size_t mask_;
  std::size_t perturb_;
  std::size_t at_;
};

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
  if (holds_containers || always_tracked)
    track(&made->ob_base);
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
  if (always_tracked)
    track(&made->ob_base);
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
  if (holds_containers || always_tracked)
    track(&made->ob_base);
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

bool same_minor() noexcept { return Py_Version >> 16 == PY_VERSION_HEX >> 16; }

// A debug build counts references that we would not count; a free-threaded one has
// other objects altogether.
bool release_build() noexcept {
  if (PySys_GetObject("gettotalrefcount") != nullptr)
    return false;
  PyObject* const flags = PySys_GetObject("abiflags"); // lent
  return flags == nullptr || !PyUnicode_Check(flags) ||
         PyUnicode_GET_LENGTH(flags) == 0;
}

bool sizes_hold() noexcept {
  return PyFloat_Type.tp_basicsize == sizeof(PyFloatObject) &&
         PyList_Type.tp_basicsize == sizeof(PyListObject) &&
         PyDict_Type.tp_basicsize == sizeof(PyDictObject) &&
         PyUnicode_Type.tp_basicsize == sizeof(PyUnicodeObject) &&
         PyLong_Type.tp_itemsize == sizeof(digit) && sizeof(dict_keys) == 32 &&
         sizeof(gc_head) == 16;
}

bool begins_as(PyObject* object, PyTypeObject* type) noexcept {
  return *reinterpret_cast<Py_ssize_t*>(object) == 1 && object->ob_type == type;
}

bool float_holds() noexcept {
  const py_ref made = py_ref::steal(PyFloat_FromDouble(-0.7));
  return made && begins_as(made.lend(), &PyFloat_Type) &&
         reinterpret_cast<PyFloatObject*>(made.lend())->ob_fval == -0.7;
}

bool integer_holds(std::int64_t value, int digits) noexcept {
  const py_ref made = py_ref::steal(PyLong_FromLongLong(value));
  if (!made || !begins_as(made.lend(), &PyLong_Type))
    return false;
  const auto* const read = reinterpret_cast<const PyLongObject*>(made.lend());
#if PY_VERSION_HEX < 0x030C0000
  const bool counted = read->ob_base.ob_size == (value < 0 ? -digits : digits);
  const digit* const in = read->ob_digit;
#else
  const bool counted = read->long_value.lv_tag ==
                       (static_cast<std::uintptr_t>(digits) << 3 | (value < 0 ? 2 : 0));
  const digit* const in = read->long_value.ob_digit;
#endif
  std::uint64_t magnitude = 0;
  for (int i = digits; i-- > 0;)
    magnitude = magnitude << 30 | in[i];
  return counted && magnitude == (value < 0 ? 0 - static_cast<std::uint64_t>(value)
                                            : static_cast<std::uint64_t>(value));
}

bool str_holds() noexcept {
  const py_ref made = py_ref::steal(PyUnicode_FromString("krait's layout"));
  if (!made || !begins_as(made.lend(), &PyUnicode_Type))
    return false;
  const auto* const read = reinterpret_cast<const PyASCIIObject*>(made.lend());
  bool right = read->length == 14 && read->hash == -1 && read->state.interned == 0 &&
               read->state.kind == PyUnicode_1BYTE_KIND && read->state.compact == 1 &&
               read->state.ascii == 1 &&
               std::memcmp(read + 1, "krait's layout", 15) == 0;
#if PY_VERSION_HEX < 0x030C0000
  right = right && read->state.ready == 1 && read->wstr == nullptr;
#endif
  return right;
}

bool wide_str_holds(const char* utf8, unsigned unit) noexcept {
  const py_ref made = py_ref::steal(PyUnicode_FromString(utf8));
  if (!made || !begins_as(made.lend(), &PyUnicode_Type))
    return false;
  const auto* const read = reinterpret_cast<const PyCompactUnicodeObject*>(made.lend());
  const PyASCIIObject& base = read->_base;
  bool right = base.length == 3 && base.hash == -1 && base.state.interned == 0 &&
               base.state.kind == unit && base.state.compact == 1 &&
               base.state.ascii == 0 && read->utf8 == nullptr &&
               read->utf8_length == 0 && PyUnicode_DATA(made.lend()) == read + 1;
#if PY_VERSION_HEX < 0x030C0000
  right =
      right && base.state.ready == 1 && base.wstr == nullptr && read->wstr_length == 0;
#endif
  const auto* const bytes = reinterpret_cast<const char*>(read + 1) + 3 * unit;
  return right && bytes[0] == 0 && bytes[unit - 1] == 0;
}

bool list_holds() noexcept {
  const py_ref made = py_ref::steal(PyList_New(3));
  if (!made || !begins_as(made.lend(), &PyList_Type))
    return false;
  for (Py_ssize_t i = 0; i < 3; ++i)
    PyList_SET_ITEM(made.lend(), i, Py_NewRef(Py_None));
  const auto* const read = reinterpret_cast<const PyListObject*>(made.lend());
  return Py_SIZE(made.lend()) == 3 && read->allocated == 3 &&
         read->ob_item != nullptr && read->ob_item[0] == Py_None &&
         read->ob_item[2] == Py_None;
}

// Whether `key` is found at entry `at`.
template <class Index>
bool finds(dict_keys* keys, PyObject* key, std::size_t at) noexcept {
  const auto* const index = reinterpret_cast<const Index*>(index_of(keys));
  for (probe place(hash_of(key), keys->log2_size); index[place.at()] >= 0; place.next())
    if (static_cast<std::size_t>(index[place.at()]) == at)
      return entries_of(keys)[at].key == key;
  return false;
}

// A dict of `count` keys and, as each one's value, the key itself.
template <class Index> bool dict_holds(std::size_t count, unsigned log2_size) noexcept {
  const py_ref made = py_ref::steal(PyDict_New());
  if (!made)
    return false;
  for (std::size_t i = 0; i < count; ++i) {
    const py_ref key = py_ref::steal(PyUnicode_FromFormat("key %zu", i));
    if (!key || PyDict_SetItem(made.lend(), key.lend(), key.lend()) != 0)
      return false;
  }
  const auto* const read = reinterpret_cast<const PyDictObject*>(made.lend());
  auto* const keys = reinterpret_cast<dict_keys*>(read->ma_keys);
  if (read->ma_used != static_cast<Py_ssize_t>(count) || read->ma_values != nullptr ||
      keys->refcount != 1 || keys->kind != keys_str || keys->log2_size != log2_size ||
      keys->log2_index_bytes != log2_index_bytes(log2_size) ||
      keys->used != static_cast<Py_ssize_t>(count) ||
      keys->usable != static_cast<Py_ssize_t>(usable_entries(log2_size) - count))
    return false;
  PyObject* key = nullptr;
  PyObject* value = nullptr;
  Py_ssize_t place = 0;
  for (std::size_t at = 0; PyDict_Next(made.lend(), &place, &key, &value); ++at)
    if (!finds<Index>(keys, key, at) || entries_of(keys)[at].value != value)
      return false;
  return true;
}

// All empty dicts have one table, which some versions count references to.
bool empty_dict_holds(object_cache& cache) noexcept {
  const py_ref one = py_ref::steal(PyDict_New());
  if (!one)
    return false;
  auto* const first = reinterpret_cast<PyDictObject*>(one.lend());
  auto* const keys = reinterpret_cast<dict_keys*>(first->ma_keys);
  const Py_ssize_t before = keys->refcount;
  const py_ref two = py_ref::steal(PyDict_New());
  if (!two)
    return false;
  const auto* const second = reinterpret_cast<PyDictObject*>(two.lend());
  cache.empty_keys = keys;
  cache.empty_keys_are_counted = keys->refcount == before + 1;
  return second->ma_keys == first->ma_keys && first->ma_values == nullptr &&
         first->ma_used == 0 && keys->usable == 0 && keys->used == 0 &&
         (cache.empty_keys_are_counted || keys->refcount == before);
}

// The dict of an instance shares its keys with others of its class.
bool shared_keys_hold() noexcept {
  const py_ref type = py_ref::steal(PyObject_CallFunction(
      reinterpret_cast<PyObject*>(&PyType_Type), "s(){}", "probe"));
  const py_ref instance =
      py_ref::steal(type ? PyObject_CallNoArgs(type.lend()) : nullptr);
  if (!instance || PyObject_SetAttrString(instance.lend(), "b", Py_True) != 0 ||
      PyObject_SetAttrString(instance.lend(), "a", Py_None) != 0)
    return false;
  const py_ref dict =
      py_ref::steal(PyObject_GetAttrString(instance.lend(), "__dict__"));
  if (!dict || !PyDict_CheckExact(dict.lend()))
    return false;
  const auto* const read = reinterpret_cast<const PyDictObject*>(dict.lend());
  if (read->ma_values == nullptr || read->ma_used != 2)
    return false;
  auto* const keys = reinterpret_cast<dict_keys*>(read->ma_keys);
  if (keys->kind != keys_split || keys->used != 2 ||
      !finds<std::int8_t>(keys, entries_of(keys)[0].key, 0) ||
      PyUnicode_CompareWithASCIIString(entries_of(keys)[1].key, "a") != 0)
    return false;
  const auto* const block = reinterpret_cast<const std::uint8_t*>(read->ma_values);
#if PY_VERSION_HEX < 0x030D0000
  auto* const* const slots = reinterpret_cast<PyObject* const*>(block);
  const bool ordered = block[-2] == 2 && block[-3] == 0 && block[-4] == 1 &&
                       block[-1] % sizeof(PyObject*) == 0;
#else
  auto* const* const slots = reinterpret_cast<PyObject* const*>(block) + 1;
  const auto* const order = reinterpret_cast<const std::uint8_t*>(slots + block[0]);
  const bool ordered = block[1] == 2 && block[3] == 1 && order[0] == 0 && order[1] == 1;
#endif
  return ordered && slots[0] == Py_True && slots[1] == Py_None;
}

// Whether the bytes that tell the order of a dict's values are these.
bool order_is(PyObject* dict, const char* order) noexcept {
  const auto* const read = reinterpret_cast<const PyDictObject*>(dict);
  const auto count = static_cast<std::ptrdiff_t>(std::strlen(order));
  if (read->ma_values == nullptr || read->ma_used != count)
    return false;
  const auto* const block = reinterpret_cast<const std::uint8_t*>(read->ma_values);
#if PY_VERSION_HEX < 0x030D0000
  const std::uint8_t* const first = block - 3;
#else
  const std::uint8_t* const first = block + (1 + block[0]) * sizeof(PyObject*);
#endif
  for (std::ptrdiff_t i = 0; i < count; ++i)
    if (first[i * order_step] != order[i] - '0')
      return false;
  return true;
}

// Instances of one class set the same attributes in any order, and anew.
bool other_orders_hold() noexcept {
  const py_ref type = py_ref::steal(PyObject_CallFunction(
      reinterpret_cast<PyObject*>(&PyType_Type), "s(){}", "probe"));
  const py_ref first = py_ref::steal(type ? PyObject_CallNoArgs(type.lend()) : nullptr);
  const py_ref second =
      py_ref::steal(first ? PyObject_CallNoArgs(type.lend()) : nullptr);
  const auto set = [](const py_ref& instance, const char* name) {
    return PyObject_SetAttrString(instance.lend(), name, Py_None) == 0;
  };
  if (!second || !set(first, "a") || !set(first, "b") || !set(first, "c") ||
      !set(second, "c") || !set(second, "a") || !set(second, "b"))
    return false;
  const py_ref dict = py_ref::steal(PyObject_GetAttrString(second.lend(), "__dict__"));
  return dict && PyDict_CheckExact(dict.lend()) && order_is(dict.lend(), "201") &&
         PyDict_DelItemString(dict.lend(), "a") == 0 && order_is(dict.lend(), "21") &&
         PyDict_SetItemString(dict.lend(), "a", Py_True) == 0 &&
         order_is(dict.lend(), "210");
}

#if PY_VERSION_HEX < 0x030E0000
// The number at `index` of what gc.<function>() returns; -1: none.
long collector_says(const char* function, Py_ssize_t index) noexcept {
  const py_ref gc = py_ref::steal(PyImport_ImportModule("gc"));
  const py_ref all =
      py_ref::steal(gc ? PyObject_CallMethod(gc.lend(), function, nullptr) : nullptr);
  if (!all || !PyTuple_Check(all.lend()) || PyTuple_GET_SIZE(all.lend()) <= index)
    return -1;
  return PyLong_AsLong(PyTuple_GET_ITEM(all.lend(), index));
}

gc_head* head_of(PyObject* object) noexcept {
  return reinterpret_cast<gc_head*>(object) - 1;
}
gc_head* next_of(const gc_head* head) noexcept {
  return reinterpret_cast<gc_head*>(head->next);
}
gc_head* previous_of(const gc_head* head) noexcept {
  return reinterpret_cast<gc_head*>(head->prev & ~std::uintptr_t{3});
}

// Objects made one after the other stand so in the youngest generation's ring.
bool collector_holds(object_cache& cache) noexcept {
  const long threshold = collector_says("get_threshold", 0);
  const py_ref first = py_ref::steal(PyList_New(1));
  const py_ref second = py_ref::steal(PyList_New(1));
  if (!first || !second)
    return false;
  PyList_SET_ITEM(first.lend(), 0, Py_NewRef(Py_None));
  PyList_SET_ITEM(second.lend(), 0, Py_NewRef(Py_None));
  gc_head* const last = head_of(second.lend());
  if (head_of(first.lend())->next == 0 || next_of(head_of(first.lend())) != last ||
      previous_of(last) != head_of(first.lend()))
    return false;
  gc_head* const young = next_of(last);
  if (young == nullptr || previous_of(young) != last ||
      previous_of(next_of(young)) != young)
    return false;
  const auto* const generation = reinterpret_cast<const gc_generation*>(young);
  if (threshold < 0 || generation->threshold != threshold)
    return false;
  // The tuple that tells the count may be one of those counted.
  const int before = generation->count;
  const long said = collector_says("get_count", 0);
  if (said < before || said > before + 16)
    return false;
  cache.young = young;
  return true;
}
#else
bool collector_holds(object_cache&) noexcept { return true; } // nothing of it is used
#endif

} // namespace

bool layout_holds(object_cache& cache) noexcept {
  const bool was_enabled = PyGC_Disable() != 0;
  const bool holds = same_minor() && release_build() && sizes_hold() && float_holds() &&
                     integer_holds(70'000, 1) && integer_holds(-70'000'000'000, 2) &&
                     integer_holds(INT64_MAX, 3) && integer_holds(-INT64_MAX, 3) &&
                     str_holds() && wide_str_holds("\u00E9t\u00E9", 1) &&
                     wide_str_holds("\u20AC10", 2) && list_holds() &&
                     empty_dict_holds(cache) && dict_holds<std::int8_t>(3, 3) &&
                     dict_holds<std::int16_t>(200, 9) && shared_keys_hold() &&
                     other_orders_hold() && collector_holds(cache);
  if (was_enabled)
    PyGC_Enable();
  PyErr_Clear(); // what could not be made cannot be trusted
  return holds;
}

#else

bool layout_holds(object_cache&) noexcept { return false; }

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
