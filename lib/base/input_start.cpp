// Four bytes decide.
// SPDX-License-Identifier: Apache-2.0
#include "base/input_start.hpp"

#include "base/byte_order_mark.hpp"

namespace krait::base {

using namespace std::string_view_literals;

errc wide_encoding(std::string_view start) noexcept {
  const auto zero = [start](std::size_t i) { return start[i] == '\0'; };
  if (start.starts_with("\0\0\xFE\xFF"sv) || start.starts_with("\xFF\xFE\0\0"sv))
    return errc::utf32_text;
  if (start.starts_with("\xFE\xFF"sv) || start.starts_with("\xFF\xFE"sv))
    return errc::utf16_text;
  if (start.size() >= 4) {
    if (zero(0))
      return zero(1) ? errc::utf32_text : errc::utf16_text;
    if (zero(1))
      return zero(2) && zero(3) ? errc::utf32_text : errc::utf16_text;
  } else if (start.size() == 2 && (zero(0) || zero(1))) {
    return errc::utf16_text;
  }
  return errc::ok;
}

// Two bytes that are not zero are those of UTF-8, unless they begin a mark.
bool is_start_open(std::string_view start) noexcept {
  if (start.size() >= 4)
    return false;
  return start.size() < 2 || start.substr(0, 2).find('\0') != start.npos ||
         start.starts_with("\xFF\xFE"sv) ||
         (start.size() < byte_order_mark.size() && byte_order_mark.starts_with(start));
}

} // namespace krait::base
