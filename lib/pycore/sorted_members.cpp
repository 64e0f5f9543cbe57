// Sorts by the first eight characters, and looks at the keys only where these agree.
// SPDX-License-Identifier: Apache-2.0
#include "pycore/sorted_members.hpp"

#include <algorithm>
#include <cstring>

namespace krait::pycore {

namespace {

constexpr std::size_t prefix_length = sizeof(std::uint64_t);

bool has_prefix(PyObject* key) noexcept {
  return PyUnicode_IS_COMPACT(key) && PyUnicode_KIND(key) == PyUnicode_1BYTE_KIND;
}

std::uint64_t prefix_of(PyObject* key) noexcept {
  const auto* const text = static_cast<const char*>(PyUnicode_DATA(key));
  const auto length = static_cast<std::size_t>(PyUnicode_GET_LENGTH(key));
  std::uint64_t word = 0;
  if (length >= prefix_length) {
    std::memcpy(&word, text, sizeof word);
    return __builtin_bswap64(word);
  }
  if (length == 0)
    return 0;
  // What ends with the text lies inside its object, however short the text is.
  std::memcpy(&word, text + length - prefix_length, sizeof word);
  return __builtin_bswap64(word) << 8 * (prefix_length - length);
}

bool tail_is_less(PyObject* one, PyObject* other) noexcept {
  if (!PyUnicode_IS_COMPACT_ASCII(one) || !PyUnicode_IS_COMPACT_ASCII(other))
    return PyUnicode_Compare(one, other) < 0;
  const auto length = static_cast<std::size_t>(PyUnicode_GET_LENGTH(one));
  const auto other_length = static_cast<std::size_t>(PyUnicode_GET_LENGTH(other));
  const int order = std::memcmp(PyUnicode_DATA(one), PyUnicode_DATA(other),
                                std::min(length, other_length));
  return order != 0 ? order < 0 : length < other_length;
}

bool is_less(const sorted_member& one, const sorted_member& other) noexcept {
  return one.prefix != other.prefix ? one.prefix < other.prefix
                                    : tail_is_less(one.key, other.key);
}

void insertion_sort(sorted_member* members, std::size_t count) noexcept {
  for (std::size_t i = 1; i < count; ++i) {
    const sorted_member moved = members[i];
    std::size_t at = i;
    for (; at != 0 && is_less(moved, members[at - 1]); --at)
      members[at] = members[at - 1];
    members[at] = moved;
  }
}

} // namespace

void sort_members(sorted_member* members, std::size_t count) noexcept {
  const bool have_prefixes =
      std::all_of(members, members + count,
                  [](const sorted_member& member) { return has_prefix(member.key); });
  for (std::size_t i = 0; i < count; ++i)
    members[i].prefix = have_prefixes ? prefix_of(members[i].key) : 0;
  constexpr std::size_t few = 24;
  if (count <= few)
    insertion_sort(members, count);
  else if (!std::is_sorted(members, members + count, is_less))
    std::sort(members, members + count, is_less);
}

} // namespace krait::pycore
