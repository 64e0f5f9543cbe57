// Dicts that share a table of keys as CPython makes them, for proofs to look at.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>

#include "pycore/py_ref.hpp"

namespace krait::pycore::compat {

struct attribute {
  const char* name;
  PyObject* value; // lent
};

struct twins {
  py_ref elder;
  py_ref younger;
  py_ref dict; // the younger's; null where one cannot be made: perhaps an error is set
};

// Two instances of a new class with these attributes, set in that order; the keys of
// the class are in the order of the elder's.
twins make_twins(std::initializer_list<attribute> elder,
                 std::initializer_list<attribute> younger) noexcept;

} // namespace krait::pycore::compat
