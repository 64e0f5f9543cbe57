// How an output buffer grows.
// SPDX-License-Identifier: Apache-2.0
#include "base/output_buffer.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

namespace krait::base {

namespace {

constexpr std::size_t first_capacity = 1024;

} // namespace

std::size_t output_buffer::next_capacity(std::size_t bytes) const noexcept {
  constexpr auto most = static_cast<std::size_t>(PTRDIFF_MAX);
  if (bytes > most - size())
    return 0;
  const std::size_t half_again =
      capacity() + std::min(capacity() / 2, most - capacity());
  return std::max({size() + bytes, half_again, first_capacity});
}

bool heap_buffer::grow(std::size_t bytes) noexcept {
  const std::size_t capacity = next_capacity(bytes);
  if (capacity == 0)
    return false;
  auto* moved = static_cast<char*>(std::realloc(begin(), capacity));
  if (moved == nullptr)
    return false;
  adopt(moved, size(), capacity);
  return true;
}

} // namespace krait::base
