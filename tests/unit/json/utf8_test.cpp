// SPDX-License-Identifier: Apache-2.0
#include "json/utf8.hpp"

#include <doctest/doctest.h>

#include "json/characters.hpp"

namespace krait::json {

TEST_CASE("every code point survives encoding and decoding, surrogates when allowed") {
  for (std::uint32_t value = 0; value <= 0x10FFFF; ++value) {
    char bytes[4];
    const char* const end = encode_utf8(bytes, value);
    const code_point lax = decode_utf8(bytes, end, true);
    const code_point strict = decode_utf8(bytes, end, false);
    if (lax.value != value || lax.length != end - bytes ||
        (strict.length != 0) != !is_surrogate(value)) {
      CAPTURE(value);
      FAIL("does not come back");
    }
  }
}

TEST_CASE("what RFC 3629 forbids is found at its first byte") {
  struct row {
    std::string_view text;
    std::size_t offset;
  };
  for (const row& r : {
           row{"", 0},
           row{"abc", 3},
           row{"ab\x80", 2},           // continuation alone
           row{"\xC0\x80", 0},         // overlong NUL
           row{"\xC1\xBF", 0},         // overlong
           row{"\xE0\x9F\xBF", 0},     // overlong
           row{"\xF0\x8F\xBF\xBF", 0}, // overlong
           row{"\xED\xA0\x80", 0},     // surrogate
           row{"\xF4\x90\x80\x80", 0}, // beyond U+10FFFF
           row{"\xF5\x80\x80\x80", 0},
           row{"\xFF", 0},
           row{"x\xC3", 1}, // cut short
           row{"x\xE4\xB8", 1},
           row{"x\xF0\x9F\x98", 1},
           row{"\xC3\x28", 0}, // bad second byte
           row{"\xE4\xB8\x28", 0},
           row{"\xF0\x9F\x98\x28", 0},
           row{"\xEE\x80\x80\xEF\xBF\xBF\xF4\x8F\xBF\xBF", 10},
       }) {
    CAPTURE(r.text);
    CHECK(find_invalid_utf8(r.text, false) == r.offset);
  }
  CHECK(find_invalid_utf8("\xED\xA0\x80", true) == 3);
}

} // namespace krait::json
