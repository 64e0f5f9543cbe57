// The members of a dict in the order of their keys.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pycore/python.hpp"

#include <cstddef>
#include <cstdint>

namespace krait::pycore {

struct sorted_member {
  // The key's first eight characters, one a byte, the first on top and zeros behind the
  // end; only where every key of the dict has such, else 0.
  std::uint64_t prefix;
  PyObject* key; // lent, as is the value
  PyObject* value;
};

// By code points, as json does. The keys are exact str, no two of them equal.
void sort_members(sorted_member* members, std::size_t count) noexcept;

} // namespace krait::pycore
