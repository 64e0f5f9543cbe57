// SPDX-License-Identifier: Apache-2.0
#include "json/string_writer.hpp"

#include <string>

#include <doctest/doctest.h>

namespace krait::json {

TEST_CASE("each character has the escape that json gives it") {
  struct row {
    std::uint32_t value;
    const char* text;
  };
  for (const row& r :
       {row{'"', "\\\""}, row{'\\', "\\\\"}, row{'\b', "\\b"}, row{'\f', "\\f"},
        row{'\n', "\\n"}, row{'\r', "\\r"}, row{'\t', "\\t"}, row{0, "\\u0000"},
        row{0x1F, "\\u001f"}, row{0x7F, "\\u007f"}, row{0xE9, "\\u00e9"},
        row{0xD800, "\\ud800"}, row{0xFFFF, "\\uffff"}, row{0x10000, "\\ud800\\udc00"},
        row{0x1F600, "\\ud83d\\ude00"}, row{0x10FFFF, "\\udbff\\udfff"}}) {
    char text[max_escape_length];
    CAPTURE(r.value);
    CHECK(std::string(text, write_escape(text, r.value)) == r.text);
  }
}

} // namespace krait::json
