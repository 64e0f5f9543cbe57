// SPDX-License-Identifier: Apache-2.0
#include "pycore/key_sets.hpp"

namespace krait::pycore {

void key_sets::begin(slot& place, std::uint64_t sum) noexcept {
  if (place.shared != nullptr) {
    compat::free_shared_keys(place.shared);
    bytes_ -= place.bytes;
  }
  place = {sum, nullptr, now_, 0, 0};
}

// A look at every slot, so not for each object that finds no room.
void key_sets::drop_unused() noexcept {
  swept_ = now_;
  for (slot& each : slots_)
    if (each.shared != nullptr && now_ - each.last > longest_rest)
      begin(each, 0);
}

void key_sets::clear() noexcept {
  for (slot& each : slots_)
    begin(each, 0);
}

} // namespace krait::pycore
