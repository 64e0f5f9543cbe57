// Containers that stay open for long, in a few bytes each.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/output_buffer.hpp"

namespace krait::text {

// Where a container stands in the one around it.
struct settled_level {
  std::uint32_t around;
  bool has_key;
  std::uint64_t index;
  std::string_view key; // as it stands in the text; lent
};

// A stack. What is taken away can be had back until commit().
class settled_levels {
public:
  std::size_t size() const noexcept { return count_; }
  // Throws std::bad_alloc. To be called with nothing taken away.
  void push(const settled_level& level);
  settled_level pop() noexcept;
  // The one that was taken away last.
  settled_level popped() const noexcept { return popped_; }
  void commit() noexcept;
  void restore() noexcept;
  void clear() noexcept;

  // Those of the last commit(), from the innermost outwards; `end` is 0 first, then
  // what the call before gave.
  settled_level before(std::size_t& end) const noexcept;

private:
  base::heap_buffer bytes_; // keys, each with a tail: index, length, flags
  std::size_t end_ = 0;     // those behind it are taken away
  std::size_t count_ = 0;
  std::size_t committed_count_ = 0;
  settled_level popped_{};
};

} // namespace krait::text
