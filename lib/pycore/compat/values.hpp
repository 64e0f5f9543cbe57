// Values read straight from memory, where the layout of CPython's objects is known.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pycore/python.hpp"

#include <cstddef>
#include <cstdint>

#include "pycore/compat/layout.hpp"
#include "pycore/prefetch.hpp"

namespace krait::pycore::compat {

// Whether dicts and ints read as below, of what layout_holds() does not compare: dicts
// whose keys are not all str, holes, shared keys in another order. Needs the GIL; no
// error is set.
bool values_hold() noexcept;

#if KRAIT_LAYOUT

// As public_values.
struct layout_values {
  static dict_keys* keys_of(PyObject* dict) noexcept {
    return reinterpret_cast<dict_keys*>(reinterpret_cast<PyDictObject*>(dict)->ma_keys);
  }

  // The entries of a table that no other dict shares. Whether all its keys are str is
  // for the table to know; those of a general one have a hash in front.
  template <bool AllStr> class table_members {
  public:
    static constexpr bool all_str = AllStr;

    [[gnu::always_inline]] table_members(PyObject* dict, Py_ssize_t place) noexcept
        : first_(slots(keys_of(dict))),
          at_(first_ + place),
          end_(first_ + keys_of(dict)->used * stride),
          prefetch_end_(end_ - ahead * stride) {
      if (place != 0)
        return;
      prefetch_first();
      const bool is_new = is_new_key(at_[0]);
      if (is_new)
        prefetch_keys();
      if (keys_of(dict)->used <= members_of_small_dict)
        prefetch_next(dict, is_new);
    }

    [[gnu::always_inline]] bool next(PyObject*& key, PyObject*& value) noexcept {
      for (; at_ < end_; at_ += stride) {
        if (at_[1] == nullptr) [[unlikely]]
          continue; // deleted
        if (at_ < prefetch_end_)
          prefetch(at_[ahead * stride + 1]);
        key = at_[0];
        value = at_[1];
        at_ += stride;
        return true;
      }
      return false;
    }
    Py_ssize_t place() const noexcept { return at_ - first_; }

  private:
    static constexpr Py_ssize_t stride = AllStr ? 2 : 3;
    // Fresh objects lie cold: their first lines are asked for this many members ahead.
    static constexpr Py_ssize_t ahead = 12;

    static PyObject* const* slots(dict_keys* keys) noexcept {
      return reinterpret_cast<PyObject**>(entries_of(keys)) + (AllStr ? 0 : 1);
    }
    void prefetch_first() noexcept {
      PyObject* const* const last =
          end_ - at_ < ahead * stride ? end_ : at_ + ahead * stride;
      for (PyObject* const* slot = at_ + stride; slot < last; slot += stride)
        prefetch(slot[1]);
    }
    // Whether no other dict has the key: readers of JSON share those that come again.
    // It is read next anyhow, and the answer seldom changes within a document.
    static bool is_new_key(PyObject* key) noexcept {
      return key != nullptr && Py_REFCNT(key) == 1;
    }
    // New keys lie as cold as values do.
    void prefetch_keys() noexcept {
      constexpr Py_ssize_t most = 6;
      PyObject* const* const last =
          end_ - at_ < most * stride ? end_ : at_ + most * stride;
      for (PyObject* const* slot = at_ + stride; slot < last; slot += stride) {
        prefetch_behind(slot[0], 0);
        prefetch_behind(slot[0], sizeof(PyASCIIObject)); // its text
      }
    }
    // Small dicts themselves come in rows as their tables do, but for new keys, which
    // lie between them.
    static void prefetch_next(PyObject* dict, bool has_new_keys) noexcept {
      if (!has_new_keys)
        prefetch_behind(dict, 8 * 64);
      prefetch_next_table(keys_of(dict));
    }
    // A str of 16 characters reaches into its second line. As numbers, since a deleted
    // value is null and an object may end before.
    static void prefetch(PyObject* value) noexcept {
      prefetch_behind(value, 0);
      prefetch_behind(value, 64);
    }

    PyObject* const* first_;
    PyObject* const* at_;
    PyObject* const* end_;
    PyObject* const* prefetch_end_;
  };

  // The values of one dict, and the keys that it shares with others, in its own order.
  class shared_members {
  public:
    static constexpr bool all_str = true;

    [[gnu::always_inline]] shared_members(PyObject* dict, Py_ssize_t place) noexcept
        : keys_(entries_of(keys_of(dict))),
          place_(place),
          end_(reinterpret_cast<PyDictObject*>(dict)->ma_used) {
      auto* const block = reinterpret_cast<std::uint8_t*>(
          reinterpret_cast<PyDictObject*>(dict)->ma_values);
#if PY_VERSION_HEX < 0x030D0000
      values_ = reinterpret_cast<PyObject**>(block);
      order_ = block - 3;
#else
      values_ = reinterpret_cast<PyObject**>(block) + 1;
      order_ = reinterpret_cast<const std::uint8_t*>(values_ + block[0]);
#endif
    }

    [[gnu::always_inline]] bool next(PyObject*& key, PyObject*& value) noexcept {
      if (place_ >= end_)
        return false;
      const std::size_t at = order_[place_ * step];
      ++place_;
      key = keys_[at].key;
      value = values_[at];
      return true;
    }
    Py_ssize_t place() const noexcept { return place_; }

  private:
    static constexpr Py_ssize_t step = PY_VERSION_HEX < 0x030D0000 ? -1 : 1;

    const dict_entry* keys_;
    PyObject* const* values_;
    const std::uint8_t* order_;
    Py_ssize_t place_;
    Py_ssize_t end_;
  };

  template <class Use>
  [[gnu::always_inline]] static auto choose_walk(PyObject* dict, Use use) noexcept {
    if (reinterpret_cast<PyDictObject*>(dict)->ma_values != nullptr)
      return use(static_cast<shared_members*>(nullptr));
    if (keys_of(dict)->kind == keys_general) [[unlikely]]
      return use(static_cast<table_members<false>*>(nullptr));
    return use(static_cast<table_members<true>*>(nullptr));
  }

  static bool integer(PyObject* object, std::uint64_t& magnitude,
                      bool& negative) noexcept {
    const auto* const read = reinterpret_cast<const PyLongObject*>(object);
#if PY_VERSION_HEX < 0x030C0000
    const Py_ssize_t size = read->ob_base.ob_size;
    negative = size < 0;
    const auto digits = static_cast<std::size_t>(negative ? -size : size);
    const digit* const in = read->ob_digit;
    if (digits == 0) {
      magnitude = 0;
      return true;
    }
#else
    const std::uintptr_t tag = read->long_value.lv_tag;
    negative = (tag & 3) == 2;
    const std::size_t digits = tag >> 3;
    const digit* const in = read->long_value.ob_digit;
    if (digits == 0) {
      magnitude = 0;
      return true;
    }
#endif
    magnitude = in[0];
    if (digits == 1) [[likely]]
      return true;
    magnitude |= std::uint64_t{in[1]} << 30;
    if (digits == 2)
      return true;
    if (digits > 3 || in[2] >> 4 != 0)
      return false;
    magnitude |= std::uint64_t{in[2]} << 60;
    return true;
  }
};

#endif

} // namespace krait::pycore::compat
