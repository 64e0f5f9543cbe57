// Integers as text.
// SPDX-License-Identifier: Apache-2.0
#include "json/number_writer.hpp"

#include <charconv>

namespace krait::json {

char* write_integer(char* p, std::int64_t value) noexcept {
  return std::to_chars(p, p + max_integer_length, value).ptr;
}

} // namespace krait::json
