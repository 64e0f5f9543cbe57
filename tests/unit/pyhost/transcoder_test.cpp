// Texts in, texts out, with the interpreter running.
// SPDX-License-Identifier: Apache-2.0
#include "pyhost/transcoder.hpp"

#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "pyhost/interpreter.hpp"

using namespace krait;
using base::errc;

TEST_CASE("texts are read one after another and written again") {
  const pyhost::interpreter python;
  pyhost::transcoder transcoder(python);
  base::heap_buffer out;
  std::string_view rest = "{\"a\" : [1, 2.50]} \"x\\u00e9\"\n nullx";
  struct row {
    std::size_t consumed;
    std::string_view written;
  };
  for (const row& r : {row{17, "{\"a\":[1,2.5]}"}, row{10, "\"x\xC3\xA9\""}}) {
    std::size_t consumed = 0;
    CHECK(transcoder.load(rest, {}, consumed).ok());
    CHECK(consumed == r.consumed);
    out.clear();
    transcoder.dump({}, out);
    CHECK(out.view() == r.written);
    rest.remove_prefix(consumed);
  }
  std::size_t consumed = 0;
  CHECK_FALSE(transcoder.load(rest, {}, consumed).ok());
  CHECK(transcoder.value() == nullptr);
}

TEST_CASE("an integer beyond the limit is a failure of the text") {
  const pyhost::interpreter python;
  pyhost::transcoder transcoder(python);
  std::size_t consumed = 0;
  const std::string most(pyhost::max_integer_digits + 1, '9');
  CHECK(transcoder.load(most, {}, consumed).code == errc::integer_too_long);
  CHECK(PyErr_Occurred() == nullptr);
  const std::string allowed(10'000, '9');
  CHECK(transcoder.load(allowed, {}, consumed).ok());
  base::heap_buffer out;
  transcoder.dump({}, out);
  CHECK(out.view() == allowed);
}

TEST_CASE("the valid prefix ends at the first bad byte, wherever it is") {
  struct row {
    std::string_view sound, bad;
  };
  const std::string filler = "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"; // 1 to 4 bytes
  for (const row& r : {row{"", "\xFF"}, row{"", "\x80"}, row{"x", "\xC3"},
                       row{"", "\xC0\xAF"}, row{"", "\xED\xA0\x80"},
                       row{"\xC3\xA9", "\xE2\x82"}, row{"", "\xF4\x90\x80\x80"}}) {
    for (const std::size_t repeats : {0u, 1u, 7u, 20u, 100u, 999u}) {
      CAPTURE(repeats);
      std::string text;
      for (std::size_t i = 0; i < repeats; ++i)
        text += filler;
      text += r.sound;
      const std::size_t valid = text.size();
      CHECK(pyhost::valid_utf8_prefix(text) == valid);
      text += r.bad;
      CHECK(pyhost::valid_utf8_prefix(text) == valid);
      text += filler + "behind";
      CHECK(pyhost::valid_utf8_prefix(text) == valid);
    }
  }
}
