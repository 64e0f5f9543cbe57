// Memory that grows, is not cleared, and keeps what is in use.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <type_traits>

namespace krait::text {

template <class Value> class scratch {
  static_assert(std::is_trivially_copyable_v<Value>);

public:
  // Room for `count` values, the first `used` of which stay. Throws std::bad_alloc.
  Value* reserve(std::size_t count, std::size_t used) {
    if (count > size_) {
      const std::size_t size = std::max(count, size_ + size_ / 2);
      auto moved = std::make_unique_for_overwrite<Value[]>(size);
      std::copy_n(values_.get(), std::min(used, size_), moved.get());
      values_ = std::move(moved);
      size_ = size;
    }
    return values_.get();
  }
  Value* data() const noexcept { return values_.get(); }

private:
  std::unique_ptr<Value[]> values_;
  std::size_t size_ = 0;
};

} // namespace krait::text
