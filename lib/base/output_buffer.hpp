// One growing run of bytes that writers append to; where the bytes live is the child's.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace krait::base {

// A writer reserves room for the most that its next step can write, then writes
// through the cursor unchecked:
//
//   if (!out.reserve(8)) return false;   // out of memory; what is written stays
//   char* p = out.cursor();
//   ... write up to 8 bytes at p ...
//   out.advance_to(p);
class output_buffer {
public:
  output_buffer(const output_buffer&) = delete;
  output_buffer& operator=(const output_buffer&) = delete;

  [[nodiscard]] bool reserve(std::size_t bytes) noexcept {
    return bytes <= static_cast<std::size_t>(limit_ - cursor_) || grow(bytes);
  }
  char* cursor() const noexcept { return cursor_; }
  void advance_to(char* cursor) noexcept { cursor_ = cursor; }

  [[nodiscard]] bool append(std::string_view bytes) noexcept {
    if (!reserve(bytes.size()))
      return false;
    if (!bytes.empty())
      std::memcpy(cursor_, bytes.data(), bytes.size());
    cursor_ += bytes.size();
    return true;
  }
  [[nodiscard]] bool append(char byte) noexcept {
    if (!reserve(1))
      return false;
    *cursor_++ = byte;
    return true;
  }

  const char* data() const noexcept { return begin_; }
  std::size_t size() const noexcept {
    return static_cast<std::size_t>(cursor_ - begin_);
  }
  std::size_t capacity() const noexcept {
    return static_cast<std::size_t>(limit_ - begin_);
  }
  std::string_view view() const noexcept { return {begin_, size()}; }
  void clear() noexcept { cursor_ = begin_; }

protected:
  output_buffer() = default;
  ~output_buffer() = default;

  void adopt(char* begin, std::size_t used, std::size_t capacity) noexcept {
    begin_ = begin;
    cursor_ = begin + used;
    limit_ = begin + capacity;
  }
  char* begin() const noexcept { return begin_; }
  // The capacity to ask for next: at least `bytes` more, half as much again as now, so
  // that the number of moves stays logarithmic; 0 if that does not fit a size_t.
  std::size_t next_capacity(std::size_t bytes) const noexcept;

private:
  // Makes room for `bytes` more or returns false and changes nothing.
  virtual bool grow(std::size_t bytes) noexcept = 0;

  char* begin_ = nullptr;
  char* cursor_ = nullptr;
  char* limit_ = nullptr;
};

// Bytes on the heap.
class heap_buffer final : public output_buffer {
public:
  heap_buffer() = default;
  ~heap_buffer() {
    if (begin() != nullptr)
      std::free(begin());
  }

private:
  bool grow(std::size_t bytes) noexcept override;
};

} // namespace krait::base
