// A buffer whose last byte lies right before an unmapped page: reading on is a crash.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstring>
#include <stdexcept>
#include <string_view>

#include <sys/mman.h>
#include <unistd.h>

namespace krait::tests {

class guarded_buffer {
public:
  explicit guarded_buffer(std::size_t size) : size_(size) {
    const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    mapped_ = (size / page + 2) * page;
    void* const at = mmap(nullptr, mapped_, PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (at == MAP_FAILED)
      throw std::runtime_error("mmap failed");
    begin_ = static_cast<char*>(at);
    if (mprotect(begin_ + mapped_ - page, page, PROT_NONE) != 0)
      throw std::runtime_error("mprotect failed");
    data_ = begin_ + mapped_ - page - size;
  }
  explicit guarded_buffer(std::string_view bytes) : guarded_buffer(bytes.size()) {
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
