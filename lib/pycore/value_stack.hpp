// Where finished values wait until their array or object closes.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pycore/python.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <utility>

namespace krait::pycore {

// Memory only: who pushes references releases them. The place of the top is the
// caller's, in a register. Begins as zero bytes.
struct value_stack {
  static constexpr std::size_t first_size = 1024; // values
  static constexpr std::size_t most_retained = 32768;
  static constexpr std::size_t most_bytes = most_retained * sizeof(PyObject*);

  PyObject** begin;
  PyObject** limit;

  // At least twice the room; false where there is none. The values keep their indexes.
  [[nodiscard]] bool grow() noexcept {
    const auto size = static_cast<std::size_t>(limit - begin);
    const std::size_t wanted = size == 0 ? first_size : 2 * size;
    if (wanted > SIZE_MAX / 2 / sizeof(PyObject*))
      return false;
    auto* const moved =
        static_cast<PyObject**>(std::realloc(begin, wanted * sizeof(PyObject*)));
    if (moved == nullptr)
      return false;
    begin = moved;
    limit = moved + wanted;
    return true;
  }
  void clear() noexcept {
    std::free(begin);
    begin = limit = nullptr;
  }
  // For the next call, and of a size that may be kept.
  void retain(value_stack& used) noexcept {
    used.shrink();
    if (begin == nullptr)
      *this = used;
    else
      std::free(used.begin);
    used = {};
  }

private:
  void shrink() noexcept {
    if (static_cast<std::size_t>(limit - begin) <= most_retained)
      return;
    auto* const smaller = static_cast<PyObject**>(std::realloc(begin, most_bytes));
    if (smaller == nullptr)
      return clear();
    begin = smaller;
    limit = smaller + most_retained;
  }
};

} // namespace krait::pycore
