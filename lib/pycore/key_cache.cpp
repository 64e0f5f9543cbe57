// Looks keys up by their bytes.
// SPDX-License-Identifier: Apache-2.0
#include "pycore/key_cache.hpp"

#include <cstring>

#include "pycore/unicode.hpp"

namespace krait::pycore {

namespace {

std::uint64_t load(const char* p, std::size_t count) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, p, count);
  return word;
}

// Multiply and fold, eight bytes a step. Not keyed: a collision evicts, nothing more.
std::uint64_t hash(const char* key, std::size_t length) noexcept {
  constexpr std::uint64_t factor = 0x9E3779B97F4A7C15; // 2^64 / golden ratio
  std::uint64_t value = length;
  const char* const end = key + length;
  for (; end - key >= 8; key += 8) {
    value = (value ^ load(key, 8)) * factor;
    value ^= value >> 32;
  }
  value = (value ^ load(key, static_cast<std::size_t>(end - key))) * factor;
  return value ^ value >> 32;
}

bool equals(PyObject* str, const char* key, std::size_t length) noexcept {
  return PyUnicode_GET_LENGTH(str) == static_cast<Py_ssize_t>(length) &&
         std::memcmp(PyUnicode_1BYTE_DATA(str), key, length) == 0;
}

} // namespace

py_ref key_cache::find_or_make(const char* key, std::size_t length) noexcept {
  PyObject*& slot = keys_[hash(key, length) % slots];
  if (slot != nullptr && equals(slot, key, length))
    return py_ref::share(slot);
  py_ref made = make_ascii(key, length);
  if (made)
    Py_XSETREF(slot, Py_NewRef(made.lend()));
  return made;
}

void key_cache::clear() noexcept {
  for (PyObject*& key : keys_)
    Py_CLEAR(key);
}

} // namespace krait::pycore
