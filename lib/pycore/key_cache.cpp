// Looks keys up by their bytes.
// SPDX-License-Identifier: Apache-2.0
#include "pycore/key_cache.hpp"

#include <cstring>

#include "pycore/py_ref.hpp"
#include "pycore/unicode.hpp"

namespace krait::pycore {

namespace {

template <class Word> std::uint64_t load(const char* p) noexcept {
  Word word;
  std::memcpy(&word, p, sizeof word);
  return word;
}

// The last 1 to 16 bytes before `end`, of a key that has at least as many, as two
// words: loads that overlap instead of a loop over the rest.
struct tail {
  std::uint64_t first, last;
};
tail load_tail(const char* end, std::size_t length) noexcept {
  if (length >= 8)
    return {load<std::uint64_t>(end - length), load<std::uint64_t>(end - 8)};
  if (length >= 4)
    return {load<std::uint32_t>(end - length), load<std::uint32_t>(end - 4)};
  if (length == 0)
    return {0, 0};
  return {load<std::uint8_t>(end - length),
          load<std::uint8_t>(end - length / 2 - 1) << 8 | load<std::uint8_t>(end - 1)};
}

// The high half of a product depends on every bit of both factors.
std::uint64_t mix(std::uint64_t a, std::uint64_t b) noexcept {
  __extension__ using wide = unsigned __int128;
  const wide product = wide{a} * b;
  return static_cast<std::uint64_t>(product >> 64) ^
         static_cast<std::uint64_t>(product);
}

// Not keyed: a collision evicts, nothing more.
std::uint64_t hash(const char* key, std::size_t length) noexcept {
  constexpr std::uint64_t odd_1 = 0x9E3779B97F4A7C15; // 2^64 / golden ratio
  constexpr std::uint64_t odd_2 = 0xC2B2AE3D27D4EB4F; // any other odd word
  std::uint64_t value = length;
  const char* const end = key + length;
  for (; length > 16; length -= 16, key += 16)
    value = mix(load<std::uint64_t>(key) ^ odd_1, load<std::uint64_t>(key + 8) ^ value);
  const tail rest = load_tail(end, length);
  return mix(rest.first ^ odd_2, rest.last ^ value ^ odd_1);
}

// `str` is ASCII and of that length.
inline bool equals(PyObject* str, const char* key, std::size_t length) noexcept {
  const auto* text = reinterpret_cast<const char*>(PyUnicode_1BYTE_DATA(str));
  const char* const text_end = text + length;
  const char* const end = key + length;
  for (; length > 16; length -= 16, key += 16, text += 16)
    if (load<std::uint64_t>(key) != load<std::uint64_t>(text) ||
        load<std::uint64_t>(key + 8) != load<std::uint64_t>(text + 8))
      return false;
  const tail ours = load_tail(text_end, length);
  const tail theirs = load_tail(end, length);
  return ours.first == theirs.first && ours.last == theirs.last;
}

} // namespace

PyObject* key_cache::find_or_make(const char* key, std::size_t length) noexcept {
  PyObject*& slot = slots_[hash(key, length) % slot_count];
  if (slot != nullptr &&
      PyUnicode_GET_LENGTH(slot) == static_cast<Py_ssize_t>(length) &&
      equals(slot, key, length))
    return Py_NewRef(slot);
  py_ref made = make_ascii(key, length);
  if (!made || PyObject_Hash(made.lend()) == -1)
    return nullptr;
  Py_XSETREF(slot, Py_NewRef(made.lend()));
  return made.give();
}

void key_cache::clear() noexcept {
  for (PyObject*& each : slots_)
    Py_CLEAR(each);
}

} // namespace krait::pycore
