// Texts too long for a copy, right before and right behind pages that cannot be read:
// each kind of value, at each distance from the border.
// SPDX-License-Identifier: Apache-2.0
#include "pycore/core.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "support/guarded_buffer.hpp"
#include "support/python.hpp"

namespace krait::pycore {

namespace {

constexpr std::string_view elements[] = {
    "1",
    "-70000",
    "1234567890123456",
    "0.1234567890123",
    "-12345.678e-3",
    "0.30000000000000000000000000000000004",
    "123456789012345678901234567890",
    "true",
    "null",
    "\"\"",
    "\"text\"",
    "\"a text of more than thirty-two and of less than sixty-four bytes\"",
    "\"\xC3\xA9t\xC3\xA9\"",
    "\"\xE2\x82\xAC and so on, for as long as a step of the vectors may be\"",
    "\"\xF0\x9F\x98\x80\"",
    "\"\\n\\u00e9\\u20ac\\ud83d\\ude00 and an end that is plain\"",
    "\"\\\\\"",
    "[]",
    "{}",
    "[ 1 , 2.5 , [ ] ]",
    "{\"a\":1,\"b\":{\"c\":[]}}",
    "{\"the name of a key that is long, but not beyond 64\": \"text\"}",
    "{\"\xC3\xA9\" : 1, \"\\u0061\" :2 }",
    "\n        1,\n        true,\n        {\n            \"a\": 1\n        }",
};

// What comes of a text, in words.
std::string outcome(std::string_view text) {
  std::size_t consumed = 0;
  base::status failure;
  const py_ref value =
      load_one(tests::python::running().state(), text, {}, consumed, failure);
  CHECK(PyErr_Occurred() == nullptr);
  if (!value)
    return "refused";
  const py_ref words = py_ref::steal(PyObject_Repr(value.lend()));
  REQUIRE(words);
  return std::to_string(consumed) + PyUnicode_AsUTF8(words.lend());
}

// The same of a text at a border as of one with memory all around, for what its zero
// byte is a part of.
void check_at(tests::border where, std::string_view text) {
  const std::size_t size = text.size();
  static constexpr std::size_t around = 256;
  std::string roomy(around, ' ');
  roomy.append(text).append(around, '\0');
  std::string ended(text);
  ended += '\0';
  const tests::guarded_buffer buffer(ended, where);
  const std::string expected = outcome(std::string_view(roomy).substr(around, size));
  const std::string found = outcome(buffer.view().substr(0, size));
  if (found != expected) {
    CAPTURE(text);
    CHECK(found == expected);
  }
}

std::string row_of(std::string_view element) {
  std::string row;
  while (row.size() < 4200)
    row.append(row.empty() ? "" : ",").append(element);
  return row;
}

} // namespace

TEST_CASE("a text may end at a page's end, whole or cut anywhere") {
  for (const std::string_view element : elements) {
    const std::string whole = "[" + row_of(element) + "]";
    for (std::size_t spaces = 0; spaces != 140; ++spaces)
      check_at(tests::border::at_end, whole + std::string(spaces, ' '));
    for (std::size_t cut = 1; cut != 90; ++cut)
      check_at(tests::border::at_end,
               std::string_view(whole).substr(0, whole.size() - cut));
    // The last value at each distance, behind what is as long as a step.
    for (std::size_t pad = 0; pad != 70; ++pad)
      check_at(tests::border::at_end, "[" + whole + ",\"" + std::string(pad, 'x') +
                                          "\"," + std::string(element) + "]");
  }
}

TEST_CASE("a text may begin at a page's begin") {
  for (const std::string_view element : elements) {
    const std::string row = row_of(element);
    for (std::size_t spaces = 0; spaces != 70; ++spaces)
      check_at(tests::border::at_begin, std::string(spaces, ' ') + "[" + row + "]");
    check_at(tests::border::at_begin, row); // the first value alone
  }
}

TEST_CASE("a short text of each length may lie at either border") {
  for (const std::string_view element : elements) {
    for (std::size_t spaces = 0; spaces != 66; ++spaces) {
      const std::string text =
          std::string(spaces, ' ') + std::string(element) + std::string(spaces, ' ');
      for (const auto where : {tests::border::at_end, tests::border::at_begin}) {
        check_at(where, text);
        check_at(where, std::string_view(text).substr(0, text.size() - spaces - 1));
      }
    }
  }
}

} // namespace krait::pycore
