// Objects written straight into memory, where the layout of CPython's is known.
// SPDX-License-Identifier: Apache-2.0
//
// The public API makes a str, an int or a dict by a call that checks what a parser
// already knows, and it cannot make a dict at its final size or with a table of keys
// that others share. The classes here write the same bytes themselves. They may do so
// only where layout_holds() (layout_proof.cpp) has compared what it would write with
// objects that the public API has made; everywhere else public_objects is used.
#pragma once

#include "pycore/python.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "pycore/compat/collector.hpp"
#include "pycore/compat/version.hpp"
#include "pycore/object_cache.hpp"

namespace krait::pycore::compat {

// Whether this interpreter's objects are laid out as below: compares what the public
// API makes, and writes to nothing. Finds what `cache` must know of the collector.
// Needs the GIL; no error is set.
bool layout_holds(object_cache& cache) noexcept;

struct dict_keys;

// Where a table has its keys, by their addresses, so that none is looked for by its
// hash: by a factor that gives each its own slot, where one was found.
struct key_places {
  std::uint64_t factor;
  std::uint8_t slots[256];

  std::uint8_t& operator[](const PyObject* key) noexcept {
    return slots[reinterpret_cast<std::uintptr_t>(key) * factor >> 56];
  }
};

// What objects of one shape share: a table of keys, and the bytes that every block of
// values needs beside the values. Of more keys, each object gets a copy of the table.
// By the documented API alone: a dict of these keys, to be copied.
struct shared_keys {
  // CPython gives the instances of a class tables of up to 30 keys, but reads larger
  // ones as well: an order is told by bytes of up to 127, whose number is told by one.
  static constexpr std::size_t max_shared = 62;

  dict_keys* keys;    // one reference; null where there is a model
  PyObject* model;    // owned; null where there are keys
  key_places* places; // owned; null until learn_places()
  std::uint32_t count;
  std::uint32_t order_size;          // bytes of `order` that are used
  alignas(8) std::uint8_t order[72]; // insertion order: 0, 1, 2, ...
};

// Bytes that one of them takes, at most.
std::size_t size_of_shared_keys(std::size_t count) noexcept;
// For keys (lent, exact str with a hash, all different); null with MemoryError set.
// Never called where KRAIT_LAYOUT is 0.
shared_keys* make_shared_keys(PyObject* const* keys, std::size_t count) noexcept;
// Whether no key is there twice, after all, which makes a table of no use.
bool keys_differ(const shared_keys& shared) noexcept;
// Prepares for objects with the same keys in other orders; false with MemoryError set.
// Only of up to max_shared keys.
[[nodiscard]] bool learn_places(shared_keys& shared) noexcept;
// The same with a model, of which size_of_model() knows the bytes.
std::size_t size_of_model(std::size_t count) noexcept;
shared_keys* make_model(PyObject* const* keys, std::size_t count) noexcept;
// The model's keys (lent), which stand behind `shared`.
inline PyObject** model_keys(shared_keys& shared) noexcept {
  return reinterpret_cast<PyObject**>(&shared + 1);
}
void free_shared_keys(shared_keys* shared) noexcept;

#if KRAIT_LAYOUT

// A dict's table of keys (struct _dictkeysobject, pycore_dict.h). Behind it stand the
// index, of int8, int16, int32 or int64 (-1: empty), and the entries, as many as two
// thirds of the index has slots.
struct dict_keys {
  Py_ssize_t refcount;
  std::uint8_t log2_size;        // of the index, in slots
  std::uint8_t log2_index_bytes; // of the index, in bytes
  std::uint8_t kind;
  std::uint32_t version; // 0: none given yet
  Py_ssize_t usable;     // entries still free
  Py_ssize_t used;       // entries taken, deleted ones included
};
enum dict_keys_kind : std::uint8_t { keys_general = 0, keys_str = 1, keys_split = 2 };

// An entry where every key is a str: no hash, as the str keeps it.
struct dict_entry {
  PyObject* key;
  PyObject* value;
};

// How the bytes that tell the order of a dict's values follow each other.
inline constexpr std::ptrdiff_t order_step = PY_VERSION_HEX < 0x030D0000 ? -1 : 1;

inline std::size_t usable_entries(unsigned log2_size) noexcept {
  return (std::size_t{2} << log2_size) / 3;
}
inline unsigned log2_index_bytes(unsigned log2_size) noexcept {
  return log2_size < 8 ? log2_size : log2_size < 16 ? log2_size + 1 : log2_size + 2;
}
inline char* index_of(dict_keys* keys) noexcept {
  return reinterpret_cast<char*>(keys + 1);
}
inline dict_entry* entries_of(dict_keys* keys) noexcept {
  return reinterpret_cast<dict_entry*>(index_of(keys) +
                                       (std::size_t{1} << keys->log2_index_bytes));
}

// Makes objects for one call of loads(). Each function returns a new reference, or null
// with MemoryError set; one that takes references takes them on success only.
class layout_objects {
public:
  // Keys of an object from which on it pays to remember them for the next.
  static constexpr std::size_t least_shared = 1;
  // Whether objects with the same keys in another order share them, too.
  static constexpr bool shares_any_order = true;
  static std::size_t size_of_shared(std::size_t count) noexcept {
    return size_of_shared_keys(count);
  }
  static shared_keys* make_shared(PyObject* const* keys, std::size_t count) noexcept {
    return make_shared_keys(keys, count);
  }

  // `few`: so few containers that the API makes them of those that were freed before,
  // which is faster than new memory. Its caller keeps the collector away.
  layout_objects(object_cache& cache, bool few) noexcept
      : cache_(cache), few_(few), containers_(cache) {}
  // Other code has run, and perhaps the collector.
  void forget_neighbours() noexcept { containers_.forget_neighbours(); }
  layout_objects(const layout_objects&) = delete;
  layout_objects& operator=(const layout_objects&) = delete;

  PyObject* real(double value) noexcept {
    auto* const made = allocate<PyFloatObject>(sizeof(PyFloatObject));
    if (made == nullptr) [[unlikely]]
      return PyErr_NoMemory();
    begin(&made->ob_base, &PyFloat_Type);
    made->ob_fval = value;
    return &made->ob_base;
  }

  PyObject* integer(std::int64_t value) noexcept {
    if (object_cache::keeps(value)) {
      if (PyObject* const known = cache_.integers[value]) [[likely]]
        return Py_NewRef(known);
      return cache_.keep_integer(value);
    }
    constexpr int digit_bits = 30;
    const auto bits = static_cast<std::uint64_t>(value);
    const std::uint64_t magnitude = value < 0 ? 0 - bits : bits;
    if (value < 0 && value >= -object_cache::most_negative_kept) [[unlikely]]
      return PyLong_FromLongLong(value); // CPython keeps these
    const unsigned digits = magnitude >> digit_bits == 0         ? 1
                            : magnitude >> (2 * digit_bits) == 0 ? 2
                                                                 : 3;
    auto* const made = allocate<PyLongObject>(long_header + digits * sizeof(digit));
    if (made == nullptr) [[unlikely]]
      return PyErr_NoMemory();
    constexpr std::uint64_t mask = (std::uint64_t{1} << digit_bits) - 1;
#if PY_VERSION_HEX < 0x030C0000
    begin(&made->ob_base.ob_base, &PyLong_Type);
    made->ob_base.ob_size =
        value < 0 ? -static_cast<Py_ssize_t>(digits) : static_cast<Py_ssize_t>(digits);
    digit* const out = made->ob_digit;
#else
    begin(&made->ob_base, &PyLong_Type);
    made->long_value.lv_tag = digits << 3 | (value < 0 ? 2 : 0);
    digit* const out = made->long_value.ob_digit;
#endif
    out[0] = static_cast<digit>(magnitude & mask);
    if (digits > 1) {
      out[1] = static_cast<digit>(magnitude >> digit_bits & mask);
      if (digits > 2)
        out[2] = static_cast<digit>(magnitude >> (2 * digit_bits));
    }
    return reinterpret_cast<PyObject*>(made);
  }

  // A str of `length` >= 2 ASCII characters, which the caller writes to `text` at once.
  PyObject* ascii(std::size_t length, char*& text) noexcept {
    auto* const made = allocate<PyASCIIObject>(sizeof(PyASCIIObject) + length + 1);
    if (made == nullptr) [[unlikely]]
      return PyErr_NoMemory();
    begin_str(made, length);
    made->state.kind = PyUnicode_1BYTE_KIND;
    made->state.ascii = 1;
    text = reinterpret_cast<char*>(made + 1);
    text[length] = '\0';
    return reinterpret_cast<PyObject*>(made);
  }

  // A str of `length` code points that needs code units of that many bytes (1, 2 or 4)
  // and is not ASCII; the caller writes to `text` at once.
  PyObject* str(std::size_t length, unsigned unit, void*& text) noexcept {
    if (unit == 4) { // rare, and up to 3.11 wchar_t shares its place
      PyObject* const made = PyUnicode_New(static_cast<Py_ssize_t>(length), 0x10FFFF);
      if (made != nullptr)
        text = PyUnicode_DATA(made);
      return made;
    }
    auto* const made = allocate<PyCompactUnicodeObject>(sizeof(PyCompactUnicodeObject) +
                                                        (length + 1) * unit);
    if (made == nullptr) [[unlikely]]
      return PyErr_NoMemory();
    begin_str(&made->_base, length);
    made->_base.state.kind = unit & 7;
    made->utf8_length = 0;
    made->utf8 = nullptr;
#if PY_VERSION_HEX < 0x030C0000
    made->wstr_length = 0;
#endif
    text = made + 1;
    std::memset(static_cast<char*>(text) + length * unit, 0, unit);
    return reinterpret_cast<PyObject*>(made);
  }

  PyObject* list(PyObject* const* values, std::size_t count) noexcept {
    if (few_)
      return list_of_few(values, count);
    auto* const made = allocate_container<PyListObject>(&PyList_Type);
    if (made == nullptr) [[unlikely]]
      return PyErr_NoMemory();
    made->ob_item = nullptr;
    if (count != 0) {
      made->ob_item = static_cast<PyObject**>(PyMem_Malloc(count * sizeof(PyObject*)));
      if (made->ob_item == nullptr) [[unlikely]]
        return abandon(made);
      copy_values(made->ob_item, values, count);
    }
    Py_SET_SIZE(&made->ob_base, static_cast<Py_ssize_t>(count));
    made->allocated = static_cast<Py_ssize_t>(count);
    containers_.track(&made->ob_base.ob_base);
    return &made->ob_base.ob_base;
  }

  PyObject* empty_dict() noexcept;

  // For count > 0, as the others here. `pairs`: key, value, key, value; keys are exact
  // str with a hash. Of equal keys the first one's place and the last one's value stay.
  PyObject* dict(PyObject* const* pairs, std::size_t count,
                 bool holds_containers) noexcept;

  // `keys` (lent) are all different, exact str with a hash; takes the values.
  PyObject* dict(PyObject* const* keys, PyObject* const* values, std::size_t count,
                 bool holds_containers) noexcept;

  // A dict with the keys of `shared` and as many values.
  PyObject* dict(const shared_keys& shared, PyObject* const* values,
                 bool holds_containers) noexcept {
    if (shared.count > shared_keys::max_shared) [[unlikely]]
      return dict_like(shared, values, holds_containers);
    PyDictObject* const made = allocate_dict();
    std::uint8_t* const block = allocate_values(shared);
    if (made == nullptr || block == nullptr) [[unlikely]]
      return abandon_dict(made, block);
    copy_values(slots_of(block, shared), values, shared.count);
    return finish_shared(made, shared, block, holds_containers);
  }

  // Objects with the same keys in different orders have the same sum; all others, most
  // likely, another. Of pairs as above.
  static std::uint64_t sum_of_keys(PyObject* const* pairs, std::size_t count) noexcept {
    std::uint64_t sum = count;
    for (std::size_t i = 0; i < count; ++i)
      sum += static_cast<std::uint64_t>(
          reinterpret_cast<const PyASCIIObject*>(pairs[2 * i])->hash);
    return sum;
  }

  // A dict with the keys of `shared`, which knows their places, in the order of as many
  // pairs. Null without an error set: they have other keys.
  PyObject* dict_in_order(const shared_keys& shared, PyObject* const* pairs,
                          bool holds_containers) noexcept;

private:
#if PY_VERSION_HEX < 0x030C0000
  static constexpr std::size_t long_header = offsetof(PyLongObject, ob_digit);
#else
  static constexpr std::size_t long_header =
      offsetof(PyLongObject, long_value.ob_digit);
#endif

  template <class Object> static Object* allocate(std::size_t size) noexcept {
    return static_cast<Object*>(PyObject_Malloc(size));
  }

  static void begin(PyObject* made, PyTypeObject* type) noexcept {
#if PY_VERSION_HEX < 0x030E0000
    made->ob_refcnt = 1;
#else
    made->ob_refcnt_full = 1;
#endif
    made->ob_type = type;
  }

  static void begin_str(PyASCIIObject* made, std::size_t length) noexcept {
    begin(&made->ob_base, &PyUnicode_Type);
    made->length = static_cast<Py_ssize_t>(length);
    made->hash = -1;
    made->state = {};
    made->state.compact = 1;
#if PY_VERSION_HEX < 0x030C0000
    made->state.ready = 1;
    made->wstr = nullptr;
#endif
  }

  template <class Object> Object* allocate_container(PyTypeObject* type) noexcept {
    if (!containers_.is_known())
      return reinterpret_cast<Object*>(_PyObject_GC_New(type));
    auto* const head = allocate<gc_head>(sizeof(gc_head) + sizeof(Object));
    if (head == nullptr) [[unlikely]]
      return nullptr;
    PyObject* const made = containers_.add(head);
    begin(made, type);
    return reinterpret_cast<Object*>(made);
  }
  // Without its table of keys.
  PyDictObject* allocate_dict() noexcept {
    if (!few_)
      return allocate_container<PyDictObject>(&PyDict_Type);
    PyObject* const made = PyDict_New();
    if (made != nullptr)
      empty_keys()->refcount -= cache_.empty_keys_are_counted;
    return reinterpret_cast<PyDictObject*>(made);
  }
  void free_dict(PyDictObject* made) noexcept {
    if (!few_)
      return free_container(made);
    empty_keys()->refcount += cache_.empty_keys_are_counted;
    Py_DECREF(&made->ob_base);
  }
  // From 3.14 on every dict is tracked: one that the API made already is.
  void track_dict(PyDictObject* made, bool holds_containers) noexcept {
    if (PY_VERSION_HEX < 0x030E0000 ? holds_containers : !few_)
      containers_.track(&made->ob_base);
  }
  dict_keys* empty_keys() const noexcept {
    return static_cast<dict_keys*>(cache_.empty_keys);
  }
  static PyObject* list_of_few(PyObject* const* values, std::size_t count) noexcept {
    PyObject* const made = PyList_New(static_cast<Py_ssize_t>(count));
    if (made != nullptr) [[likely]]
      for (std::size_t i = 0; i < count; ++i)
        PyList_SET_ITEM(made, static_cast<Py_ssize_t>(i), values[i]);
    return made;
  }
  void free_container(void* made) noexcept {
    if (!containers_.is_known())
      return PyObject_GC_Del(made);
    PyObject_Free(containers_.remove(static_cast<PyObject*>(made)));
  }
  PyObject* abandon(void* made) noexcept {
    free_container(made);
    return PyErr_NoMemory();
  }
  PyObject* abandon_dict(PyDictObject* made, void* block) noexcept {
    PyMem_Free(block);
    if (made != nullptr)
      free_dict(made);
    return PyErr_NoMemory();
  }

  // A few words: one by one (volatile keeps the compiler from joining them), as they
  // were stored just now, and a wider load would wait until those stores have left the
  // store buffer.
  static void copy_values(PyObject** to, PyObject* const* from,
                          std::size_t count) noexcept {
    if (count > 8) {
      std::memcpy(to, from, count * sizeof(PyObject*));
      return;
    }
    for (std::size_t i = 0; i < count; ++i)
      to[i] = const_cast<PyObject* const volatile*>(from)[i];
  }

  void begin_dict(PyDictObject* made, dict_keys* keys, PyObject** values,
                  std::size_t used) noexcept {
    made->ma_used = static_cast<Py_ssize_t>(used);
    made->ma_keys = reinterpret_cast<PyDictKeysObject*>(keys);
#if PY_VERSION_HEX < 0x030D0000
    made->ma_values = reinterpret_cast<PyDictValues*>(values);
#else
    made->ma_values =
        values == nullptr ? nullptr : reinterpret_cast<PyDictValues*>(values - 1);
#endif
    set_version(made);
  }
  void set_version(PyDictObject* made) noexcept;

  // The block of a dict's values and their order, which begins as that of the keys.
  static std::uint8_t* allocate_values(const shared_keys& shared) noexcept {
    const std::size_t size = shared.count * sizeof(PyObject*);
    const std::size_t order_size = shared.order_size;
    auto* const block =
        static_cast<std::uint8_t*>(PyMem_Malloc(size + sizeof(PyObject*) + order_size));
    if (block == nullptr) [[unlikely]]
      return nullptr;
#if PY_VERSION_HEX < 0x030D0000
    // [-1] size of this prefix, [-2] how many values, from there down their order.
    std::uint8_t* const order = block;
#else
    // Capacity, count, not embedded in an instance, valid; behind the values their
    // order.
    const auto count = static_cast<std::uint8_t>(shared.count);
    const std::uint8_t head[8] = {count, count, 0, 1, 0, 0, 0, 0};
    std::memcpy(block, head, sizeof head);
    std::uint8_t* const order = block + sizeof head + size;
#endif
    for (std::size_t i = 0; i < order_size; i += 8)
      std::memcpy(order + i, shared.order + i, 8);
    return block;
  }
  static PyObject** slots_of(std::uint8_t* block, const shared_keys& shared) noexcept {
#if PY_VERSION_HEX < 0x030D0000
    return reinterpret_cast<PyObject**>(block + shared.order_size);
#else
    static_cast<void>(shared);
    return reinterpret_cast<PyObject**>(block) + 1;
#endif
  }
  // The place of the value that was inserted first; those of others stand behind it.
  static std::uint8_t* order_of(std::uint8_t* block,
                                const shared_keys& shared) noexcept {
#if PY_VERSION_HEX < 0x030D0000
    return block + shared.order_size - 3;
#else
    return block + (1 + shared.count) * sizeof(PyObject*);
#endif
  }
  PyObject* finish_shared(PyDictObject* made, const shared_keys& shared,
                          std::uint8_t* block, bool holds_containers) noexcept {
    ++shared.keys->refcount;
    begin_dict(made, shared.keys, slots_of(block, shared), shared.count);
    track_dict(made, holds_containers);
    return &made->ob_base;
  }

  PyObject* dict_like(const shared_keys& model, PyObject* const* values,
                      bool holds_containers) noexcept;
  PyObject* finish_dict(PyDictObject* made, dict_keys* keys, std::size_t used,
                        bool holds_containers) noexcept;

  object_cache& cache_;
  const bool few_;
  containers containers_;
};

#endif

} // namespace krait::pycore::compat
