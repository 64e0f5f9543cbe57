// SPDX-License-Identifier: Apache-2.0
#include "pycore/key_cache.hpp"

namespace krait::pycore {

void key_cache::replace(const key& made, PyObject* str) noexcept {
  slot& place = slots_[index_of(made)];
  place.words[0] = made.words[0];
  place.words[1] = made.words[1];
  place.length = made.length;
  Py_XSETREF(place.str, Py_NewRef(str));
  if (++misses_ < sample)
    return;
  if (hits_ < misses_)
    ignored_ = pause;
  hits_ = misses_ = 0;
}

void key_cache::clear() noexcept {
  for (slot& each : slots_)
    Py_CLEAR(each.str);
}

} // namespace krait::pycore
