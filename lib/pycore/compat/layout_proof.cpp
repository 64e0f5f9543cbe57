// The proof that objects are laid out as layout.hpp says.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "pycore/compat/layout.hpp"
#include "pycore/compat/probe.hpp"
#include "pycore/compat/twins.hpp"
#include "pycore/py_ref.hpp"

namespace krait::pycore::compat {

#if KRAIT_LAYOUT

namespace {

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
  const twins made = make_twins({}, {{"b", Py_True}, {"a", Py_None}});
  if (!made.dict)
    return false;
  const auto* const read = reinterpret_cast<const PyDictObject*>(made.dict.lend());
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
  const twins made = make_twins({{"a", Py_None}, {"b", Py_None}, {"c", Py_None}},
                                {{"c", Py_None}, {"a", Py_None}, {"b", Py_None}});
  PyObject* const dict = made.dict.lend();
  return dict != nullptr && order_is(dict, "201") &&
         PyDict_DelItemString(dict, "a") == 0 && order_is(dict, "21") &&
         PyDict_SetItemString(dict, "a", Py_True) == 0 && order_is(dict, "210");
}

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

// The youngest generation, in whose ring objects stand as they were made; null: not so.
gc_head* find_young() noexcept {
  const py_ref first = py_ref::steal(PyList_New(1));
  const py_ref second = py_ref::steal(PyList_New(1));
  if (!first || !second)
    return nullptr;
  PyList_SET_ITEM(first.lend(), 0, Py_NewRef(Py_None));
  PyList_SET_ITEM(second.lend(), 0, Py_NewRef(Py_None));
  gc_head* const last = head_of(second.lend());
  if (head_of(first.lend())->next == 0 || next_of(head_of(first.lend())) != last ||
      previous_of(last) != head_of(first.lend()))
    return nullptr;
  gc_head* const young = next_of(last);
  const bool closed = young != nullptr && previous_of(young) == last &&
                      previous_of(next_of(young)) == young;
  return closed ? young : nullptr;
}

bool counts_hold(const gc_generation& young) noexcept {
  const long threshold = collector_says("get_threshold", 0);
  if (threshold < 0 || young.threshold != threshold)
    return false;
  // The tuple that tells the count may be one of those counted.
  const int before = young.count;
  const long said = collector_says("get_count", 0);
  return said >= before && said <= before + 16;
}

#if PY_VERSION_HEX >= 0x030E0000
// Whether this is the collector that came with 3.14.5, which counts what is tracked.
bool state_holds(const gc_state& state) noexcept {
  if (state.work != 0 || state.visited_space != 0 || state.phase != 0)
    return false;
  for (Py_ssize_t i = 1; i != 3; ++i)
    if (state.generations[i].threshold != collector_says("get_threshold", i) ||
        state.generations[i].count != collector_says("get_count", i))
      return false;
  const Py_ssize_t before = state.tracked;
  const py_ref one = py_ref::steal(PyList_New(0));
  if (!one || state.tracked != before + 1)
    return false;
  PyObject_GC_UnTrack(one.lend());
  return state.tracked == before;
}
#else
bool state_holds(const gc_state&) noexcept { return true; } // nothing of it is used
#endif

// Where the collector is not what we know, 3.14's can be left to make containers.
bool collector_holds(object_cache& cache) noexcept {
  gc_head* const young = find_young();
  const bool holds = young != nullptr &&
                     counts_hold(*reinterpret_cast<gc_generation*>(young)) &&
                     state_holds(*reinterpret_cast<gc_state*>(young));
  cache.young = holds ? young : nullptr;
  return holds || PY_VERSION_HEX >= 0x030E0000;
}

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

#endif

} // namespace krait::pycore::compat
