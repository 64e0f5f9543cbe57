// Asks for memory that may be read soon. SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pycore/python.hpp"

#include <cstddef>
#include <cstdint>

namespace krait::pycore {

// The line so many bytes behind an object, wherever that is: nothing is read.
[[gnu::always_inline]] inline void prefetch_behind(const void* object,
                                                   std::size_t bytes) noexcept {
  const auto at = reinterpret_cast<std::uintptr_t>(object);
  __builtin_prefetch(reinterpret_cast<const void*>(at + bytes));
}

// Tables of dicts of up to so many members come in rows, each beside that of the dict
// before, as allocators cut pools into pieces of one size. What stands eight pieces on
// is likely of the dicts that come next, which a chain of three loads leads to.
inline constexpr Py_ssize_t members_of_small_dict = 5; // in a table of 8 slots
[[gnu::always_inline]] inline void prefetch_next_table(const void* table) noexcept {
  prefetch_behind(table, 1024);
  prefetch_behind(table, 1024 + 64);
}

} // namespace krait::pycore
