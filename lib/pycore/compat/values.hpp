// Values read straight from memory, where the layout of CPython's objects is known.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pycore/python.hpp"

#include <cstddef>
#include <cstdint>

#include "pycore/compat/layout.hpp"

namespace krait::pycore::compat {

// Whether dicts and ints read as below, of what layout_holds() does not compare: dicts
// whose keys are not all str, holes, shared keys in another order. Needs the GIL; no
// error is set.
bool values_hold() noexcept;

#if KRAIT_LAYOUT

// As in public_values.
struct layout_values {
  class members {
  public:
    members(PyObject* dict, Py_ssize_t place) noexcept : place_(place) {
      const auto* const read = reinterpret_cast<const PyDictObject*>(dict);
      auto* const keys = reinterpret_cast<dict_keys*>(read->ma_keys);
      auto* const entries = reinterpret_cast<char*>(entries_of(keys));
      if (read->ma_values != nullptr) {
        read_shared(read->ma_values, entries);
        end_ = read->ma_used;
        return;
      }
      // An entry of a general table is a hash in front of the same two pointers.
      const bool general = keys->kind == keys_general;
      stride_ = general ? 3 : 2;
      slots_ = reinterpret_cast<PyObject**>(entries) + (general ? 1 : 0);
      end_ = keys->used;
      if (place == 0)
        prefetch_first();
    }

    bool next(PyObject*& key, PyObject*& value) noexcept {
      if (order_ != nullptr) [[unlikely]]
        return next_shared(key, value);
      for (; place_ < end_; ++place_) {
        PyObject* const* const slot = slots_ + place_ * stride_;
        if (slot[1] == nullptr) [[unlikely]]
          continue; // deleted
        if (place_ + ahead < end_)
          __builtin_prefetch(slot[ahead * stride_ + 1]);
        key = slot[0];
        value = slot[1];
        ++place_;
        return true;
      }
      return false;
    }
    Py_ssize_t place() const noexcept { return place_; }

  private:
    // Fresh objects lie cold: their first lines are asked for this many members ahead.
    static constexpr Py_ssize_t ahead = 12;

    void prefetch_first() noexcept {
      const Py_ssize_t last = end_ < ahead ? end_ : ahead;
      for (Py_ssize_t at = 1; at < last; ++at)
        __builtin_prefetch(slots_[at * stride_ + 1]);
    }

    void read_shared(void* values, char* entries) noexcept {
      auto* const block = static_cast<std::uint8_t*>(values);
      slots_ = reinterpret_cast<PyObject**>(entries);
#if PY_VERSION_HEX < 0x030D0000
      values_ = reinterpret_cast<PyObject**>(block);
      order_ = block - 3;
      step_ = -1;
#else
      values_ = reinterpret_cast<PyObject**>(block) + 1;
      order_ = reinterpret_cast<const std::uint8_t*>(values_ + block[0]);
      step_ = 1;
#endif
    }

    bool next_shared(PyObject*& key, PyObject*& value) noexcept {
      if (place_ >= end_)
        return false;
      const std::size_t at = order_[place_ * step_];
      ++place_;
      key = slots_[2 * at];
      value = values_[at];
      return true;
    }

    PyObject** slots_;
    Py_ssize_t stride_ = 2;
    Py_ssize_t place_;
    Py_ssize_t end_;
    PyObject** values_ = nullptr;
    const std::uint8_t* order_ = nullptr; // of shared keys
    std::ptrdiff_t step_ = 1;
  };

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
