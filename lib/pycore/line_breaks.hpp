// Line breaks of indented output, kept ready.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstring>
#include <string_view>

namespace krait::pycore {

// A line feed and as many times the indent as there is room for.
class line_breaks {
public:
  // What is stored at once, and the longest that is kept ready.
  static constexpr std::size_t block = 32;
  static constexpr std::size_t longest = 256;

  void prepare(std::string_view indent) noexcept {
    text_[0] = '\n';
    std::size_t filled = 0;
    if (!indent.empty() && indent.size() < longest) {
      std::memcpy(text_ + 1, indent.data(), indent.size());
      for (filled = indent.size(); 2 * filled < longest; filled *= 2)
        std::memcpy(text_ + 1 + filled, text_ + 1, filled);
    }
    end_ = indent.empty() ? longest : 1 + filled;
  }

  bool is_ready(std::size_t length) const noexcept { return length <= end_; }

  // Up to block - 1 bytes more than `length`, which is_ready(), are written to.
  [[gnu::always_inline]] char* write(char* p, std::size_t length) const noexcept {
    for (std::size_t at = 0; at < length; at += block)
      std::memcpy(p + at, text_ + at, block);
    return p + length;
  }

private:
  char text_[1 + longest + block]; // uninitialised: prepared before read
  std::size_t end_ = 0;
};

} // namespace krait::pycore
