// A buffer whose last byte lies right before an unmapped page, or its first one right
// behind such a page: reading on, or back, is a crash.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstring>
#include <stdexcept>
#include <string_view>

#include <sys/mman.h>
#include <unistd.h>

namespace krait::tests {

enum class border { at_end, at_begin };

class guarded_buffer {
public:
  explicit guarded_buffer(std::size_t size, border where = border::at_end)
      : size_(size) {
    const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    mapped_ = (size / page + 3) * page;
    void* const at = mmap(nullptr, mapped_, PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (at == MAP_FAILED)
      throw std::runtime_error("mmap failed");
    begin_ = static_cast<char*>(at);
    if (mprotect(begin_, page, PROT_NONE) != 0 ||
        mprotect(begin_ + mapped_ - page, page, PROT_NONE) != 0)
      throw std::runtime_error("mprotect failed");
    data_ = where == border::at_end ? begin_ + mapped_ - page - size : begin_ + page;
  }
  explicit guarded_buffer(std::string_view bytes, border where = border::at_end)
      : guarded_buffer(bytes.size(), where) {
    std::memcpy(data_, bytes.data(), bytes.size());
  }
  ~guarded_buffer() { munmap(begin_, mapped_); }
  guarded_buffer(const guarded_buffer&) = delete;
  guarded_buffer& operator=(const guarded_buffer&) = delete;

  char* begin() const { return data_; }
  char* end() const { return data_ + size_; }
  std::string_view view() const { return {data_, size_}; }

private:
  std::size_t size_;
  std::size_t mapped_ = 0;
  char* begin_ = nullptr;
  char* data_ = nullptr;
};

} // namespace krait::tests
