// Where CPython's dicts look for a key.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pycore/python.hpp"

#include <cstddef>

namespace krait::pycore::compat {

// Of an exact str whose hash is known.
inline Py_hash_t hash_of(PyObject* str) noexcept {
  return reinterpret_cast<PyASCIIObject*>(str)->hash;
}

// Where a key with `hash` goes: CPython's probe sequence (dictobject.c).
class probe {
public:
  probe(Py_hash_t hash, unsigned log2_size) noexcept
      : mask_((std::size_t{1} << log2_size) - 1),
        perturb_(static_cast<std::size_t>(hash)),
        at_(perturb_ & mask_) {}
  std::size_t at() const noexcept { return at_; }
  void next() noexcept {
    perturb_ >>= 5;
    at_ = (at_ * 5 + perturb_ + 1) & mask_;
  }

private:
  std::size_t mask_;
  std::size_t perturb_;
  std::size_t at_;
};

} // namespace krait::pycore::compat
