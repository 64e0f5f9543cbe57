// Objects that every result may share, and what making objects needs to remember.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pycore/python.hpp"

#include <cstddef>
#include <cstdint>

namespace krait::pycore {

// Part of the module's state: begins as zero bytes. Its tables are touched only where
// they are used, and hold at most 12,288 ints and 128 one-character str.
struct object_cache {
  // The ints that are made once and then shared, as CPython does with fewer of them:
  // most integers of most documents are small.
  static constexpr std::int64_t kept_integers = 12288;
  static constexpr std::int64_t most_negative_kept = 5; // CPython's own, at least

  static constexpr std::size_t most_bytes = // an int of one digit takes 32
      kept_integers * (sizeof(PyObject*) + 32) + 128 * sizeof(PyObject*);

  static bool keeps(std::int64_t value) noexcept {
    return static_cast<std::uint64_t>(value) < std::uint64_t{kept_integers};
  }
  // Makes and keeps the int of `value`, which keeps() and is not there yet; a new
  // reference, or null with MemoryError set.
  PyObject* keep_integer(std::int64_t value) noexcept;

  // The str of one ASCII character; a new reference, or null with MemoryError set.
  PyObject* character(char value) noexcept {
    const auto at = static_cast<unsigned char>(value);
    PyObject* const known = characters[at];
    return known != nullptr ? Py_NewRef(known) : keep_character(at);
  }

  // The empty str; as above.
  PyObject* empty() noexcept {
    if (empty_ == nullptr)
      empty_ = PyUnicode_New(0, 0);
    return Py_XNewRef(empty_);
  }

  void clear() noexcept;

  PyObject* integers[kept_integers]; // owned, or null
  PyObject* characters[128];         // owned, or null
  // Of the layout path: the head of the collector's youngest generation, a number for
  // the next dict's version tag, and the table that all empty dicts have.
  void* young;
  std::uint64_t dict_version;
  void* empty_keys;
  bool empty_keys_are_counted;

private:
  PyObject* empty_; // owned, or null

  PyObject* keep_character(unsigned char value) noexcept;
};

} // namespace krait::pycore
