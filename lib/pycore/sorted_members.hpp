// The members of a dict in the order of their keys.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pycore/python.hpp"

#include <cstddef>
#include <cstdint>

#include "base/inline_stack.hpp"

namespace krait::pycore {

struct sorted_member {
  // The key's first eight characters, one a byte, the first on top and zeros behind the
  // end; only where every key of the dict has such, else 0.
  std::uint64_t prefix;
  PyObject* key; // lent, as is the value
  PyObject* value;
};

// The sorted members of a dict lie on a stack: the `count` on top when the walk begins,
// whatever comes above them meanwhile and wherever the stack moves. They are a copy:
// the dict itself may have changed, as for json.
class sorted_walk {
public:
  using stack = base::inline_stack<sorted_member, 32>;
  static constexpr bool all_str = true;

  sorted_walk(stack& members, Py_ssize_t count, Py_ssize_t place) noexcept
      : members_(members),
        first_(members.size() - static_cast<std::size_t>(count)),
        place_(place),
        count_(count) {}

  // Lent.
  bool next(PyObject*& key, PyObject*& value) noexcept {
    if (place_ == count_)
      return false;
    const sorted_member& member = members_[first_ + static_cast<std::size_t>(place_)];
    key = member.key;
    value = member.value;
    ++place_;
    return true;
  }
  Py_ssize_t place() const noexcept { return place_; }

private:
  stack& members_;
  std::size_t first_;
  Py_ssize_t place_;
  Py_ssize_t count_;
};

// By code points, as json does. The keys are exact str, no two of them equal.
void sort_members(sorted_member* members, std::size_t count) noexcept;

} // namespace krait::pycore
