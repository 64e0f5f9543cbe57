// Escapes, one after another.
// SPDX-License-Identifier: Apache-2.0
#include "json/unescape.hpp"

#include <cstdint>

#include "json/characters.hpp"
#include "json/utf8.hpp"

namespace krait::json {

std::string unescape(std::string_view raw) {
  std::string text;
  for (std::size_t i = 0; i < raw.size();) {
    if (raw[i] != '\\') {
      text += raw[i++];
      continue;
    }
    if (raw[i + 1] != 'u') {
      text += unescaped(raw[i + 1]);
      i += 2;
      continue;
    }
    const char* const digits = raw.data() + i + 2;
    auto value = static_cast<std::uint32_t>(hex_quad(digits));
    i += 6;
    if (is_high_surrogate(value) && raw.substr(i).starts_with("\\u")) {
      const auto low = static_cast<std::uint32_t>(hex_quad(digits + 6));
      if (is_low_surrogate(low)) {
        value = join_surrogates(value, low);
        i += 6;
      }
    }
    char bytes[4];
    text.append(bytes, encode_utf8(bytes, value));
  }
  return text;
}

} // namespace krait::json
