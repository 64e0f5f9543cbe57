// A stack whose first entries lie in the object itself: no allocation for shallow work.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <type_traits>

namespace krait::base {

// Holds plain values only (they are moved by memcpy and never destroyed: who pushes
// references releases them). Growth is checked; nothing throws.
template <class Value, std::size_t InlineCount> class inline_stack {
  static_assert(std::is_trivially_copyable_v<Value> &&
                std::is_trivially_destructible_v<Value>);

public:
  inline_stack() noexcept = default;
  ~inline_stack() {
    if (begin_ != inline_)
      std::free(begin_);
  }
  inline_stack(const inline_stack&) = delete;
  inline_stack& operator=(const inline_stack&) = delete;

  [[nodiscard]] bool push(const Value& value) noexcept {
    if (end_ == limit_ && !grow())
      return false;
    *end_++ = value;
    return true;
  }
  // One more, for the caller to fill in at once; null where there is no memory. Fields
  // stored one by one cost less than a value that is put together elsewhere: a copy in
  // vectors would have to wait for its narrower stores.
  [[nodiscard]] Value* push_unset() noexcept {
    if (end_ == limit_ && !grow())
      return nullptr;
    return end_++;
  }
  // Whether so many may be pushed without a look.
  [[nodiscard]] bool reserve(std::size_t count) noexcept {
    while (static_cast<std::size_t>(limit_ - end_) < count)
      if (!grow())
        return false;
    return true;
  }
  void pop(std::size_t count = 1) noexcept { end_ -= count; }

  Value& top() noexcept { return end_[-1]; }
  Value& operator[](std::size_t index) noexcept { return begin_[index]; }
  const Value& operator[](std::size_t index) const noexcept { return begin_[index]; }
  Value* begin() noexcept { return begin_; }
  Value* end() noexcept { return end_; }
  const Value* begin() const noexcept { return begin_; }
  const Value* end() const noexcept { return end_; }
  std::size_t size() const noexcept { return static_cast<std::size_t>(end_ - begin_); }
  bool empty() const noexcept { return end_ == begin_; }

private:
  bool grow() noexcept {
    const std::size_t count = size();
    const auto room = static_cast<std::size_t>(limit_ - begin_);
    if (room > SIZE_MAX / sizeof(Value) / 2)
      return false;
    auto* moved = static_cast<Value*>(std::malloc(2 * room * sizeof(Value)));
    if (moved == nullptr)
      return false;
    std::memcpy(moved, begin_, count * sizeof(Value));
    if (begin_ != inline_)
      std::free(begin_);
    begin_ = moved;
    end_ = moved + count;
    limit_ = moved + 2 * room;
    return true;
  }

  Value inline_[InlineCount]; // uninitialised: written before read
  Value* begin_ = inline_;
  Value* end_ = inline_;
  Value* limit_ = inline_ + InlineCount;
};

} // namespace krait::base
