// SPDX-License-Identifier: Apache-2.0
#include "pycore/key_cache.hpp"

namespace krait::pycore {

namespace {

// Memory comes in steps of 16 bytes.
std::size_t str_size(std::size_t length) noexcept {
  return (sizeof(PyASCIIObject) + length + 1 + 15) & ~std::size_t{15};
}

} // namespace

key_cache::slot* key_cache::place_for(const key& made) noexcept {
  const std::size_t index = index_of(made);
  slot& first = slots_[index];
  slot& second = slots_[index ^ 1];
  if (first.credit == 0)
    return &first;
  if (second.credit == 0)
    return &second;
  --first.credit;
  --second.credit;
  return nullptr;
}

void key_cache::replace(const key& made, PyObject* str) noexcept {
  if (slot* const place = place_for(made)) {
    if (place->str != nullptr)
      str_bytes_ -= str_size(place->length);
    Py_CLEAR(place->str);
    if (str_bytes_ + str_size(made.length) <= most_str_bytes) {
      str_bytes_ += str_size(made.length);
      *place = {{made.words[0], made.words[1]},
                static_cast<std::uint32_t>(made.length),
                0,
                Py_NewRef(str)};
    }
  }
  if (++misses_ < sample)
    return;
  if (hits_ < misses_)
    ignored_ = pause;
  hits_ = misses_ = 0;
}

void key_cache::clear() noexcept {
  for (slot& each : slots_) {
    Py_CLEAR(each.str);
    each.credit = 0;
  }
  str_bytes_ = 0;
}

} // namespace krait::pycore
