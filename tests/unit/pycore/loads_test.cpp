// SPDX-License-Identifier: Apache-2.0
#include "pycore/core.hpp"

#include <string>

#include <doctest/doctest.h>

#include "support/guarded_buffer.hpp"
#include "support/python.hpp"
#include "json/diagnosis.hpp"

namespace krait::pycore {

using base::errc;

namespace {

struct outcome {
  py_ref value;
  std::size_t consumed = 0;
  base::status failure;
};

outcome load(std::string_view text, const json::read_options& options = {}) {
  // The zero byte that load_one() wants is the last of its page.
  std::string padded(text);
  padded += '\0';
  const tests::guarded_buffer buffer(padded);
  outcome result;
  result.value =
      load_one(tests::python::running().state(), buffer.view().substr(0, text.size()),
               options, result.consumed, result.failure);
  return result;
}

bool equals(const py_ref& value, const char* expression) {
  const py_ref expected = tests::python::running().eval(expression);
  return value && Py_TYPE(value.lend()) == Py_TYPE(expected.lend()) &&
         PyObject_RichCompareBool(value.lend(), expected.lend(), Py_EQ) == 1;
}

} // namespace

TEST_CASE("each kind of value becomes its Python object") {
  struct row {
    std::string_view text;
    const char* expression;
  };
  for (const row& r : {
           row{"null", "None"},
           row{"true", "True"},
           row{"false", "False"},
           row{"0", "0"},
           row{"-12", "-12"},
           row{"1.5", "1.5"},
           row{"1e3", "1000.0"},
           row{"12345678901234567890123", "12345678901234567890123"},
           row{"\"\"", "''"},
           row{"\"a\"", "'a'"},
           row{"\"text\"", "'text'"},
           row{"\"\\n\\u00e9\\ud83d\\ude00\"", "'\\n\\xe9\\U0001f600'"},
           row{"\"\\ud800\"", "'\\ud800'"},
           row{"\"\xC3\xA9\"", "'\\xe9'"},
           row{"\"\xE4\xB8\xAD\"", "'\\u4e2d'"},
           row{"[]", "[]"},
           row{"{}", "{}"},
           row{" [ 1 , [ ] , { \"a\" : 2 } ] ", "[1, [], {'a': 2}]"},
           row{"{\"a\":1,\"b\":2,\"a\":3}", "{'a': 3, 'b': 2}"},
       }) {
    CAPTURE(r.text);
    const outcome result = load(r.text);
    CHECK(result.failure.ok());
    CHECK(equals(result.value, r.expression));
  }
}

TEST_CASE("reading ends behind the text") {
  struct row {
    std::string_view text;
    std::size_t consumed;
  };
  for (const row& r : {row{"1 2", 1}, row{" [] []", 3}, row{"{}x", 2},
                       row{"\"a\"\"b\"", 3}, row{"true\nfalse", 4}}) {
    CAPTURE(r.text);
    const outcome result = load(r.text);
    CHECK(result.value);
    CHECK(result.consumed == r.consumed);
  }
}

TEST_CASE("what is no JSON fails without a Python error, and the exact reader agrees") {
  for (const std::string_view text : {"",           " ",
                                      "[",          "[1",
                                      "[1,",        "[1,]",
                                      "{",          "{\"a\"",
                                      "{\"a\":",    "{\"a\":1,",
                                      "{\"a\":1,}", "{a:1}",
                                      "[1}",        "{]",
                                      "\"",         "\"a",
                                      "\"\\",       "\"\\u",
                                      "\"\\u12",    "\"\\x\"",
                                      "\"\n\"",     "tru",
                                      "truex",      "nul",
                                      "+1",         "-",
                                      "01",         "1.",
                                      "1e",         ".5",
                                      "1x",         "1\"a\"",
                                      "NaN",        "Infinity",
                                      "-Infinity",  "-I",
                                      "1e400",      "]",
                                      "}",          ",",
                                      ":",          "'a'",
                                      "\x01",       "[1 2]",
                                      "{\"a\" 1}",  "{\"a\":1 \"b\":2}",
                                      "{1:2}",      "nan",
                                      "1]"}) {
    CAPTURE(text);
    const outcome result = load(text);
    CHECK_FALSE(result.value);
    CHECK(result.failure.code != errc::ok);
    CHECK(result.failure.offset <= text.size());
    CHECK(PyErr_Occurred() == nullptr);
    CHECK_FALSE(json::diagnose(text, {}, json::extent::one).ok());
  }
}

TEST_CASE("the depth limit counts open containers") {
  for (const std::size_t depth : {1u, 2u, 100u}) {
    const std::string fits = std::string(depth, '[') + std::string(depth, ']');
    const json::read_options options{.allow_nan = false, .max_depth = depth};
    CHECK(load(fits, options).value);
    const outcome result = load("[" + fits + "]", options);
    CHECK(result.failure.code == errc::too_deep);
    CHECK(result.failure.offset == depth);
  }
}

TEST_CASE("a million open arrays need no C stack") {
  constexpr std::size_t depth = 1'000'000;
  const json::read_options options{.allow_nan = false, .max_depth = depth};
  CHECK(load(std::string(depth, '['), options).failure.code != errc::ok);
}

TEST_CASE("keys that come in a new order are told apart") {
  // Each row of the array misleads the prediction of the next in another way.
  const outcome result =
      load(R"([{"a":1,"b":2},{"b":3,"a":4},{"a":5,"bb":6},{"a":7,"b":8,)"
           R"("c":9},{"":1},{"a\n":1},{"a":{"a":{"b":1}},"b":2}])");
  CHECK(equals(result.value, "[{'a':1,'b':2},{'b':3,'a':4},{'a':5,'bb':6},{'a':7,'b':8,"
                             "'c':9},{'':1},{'a\\n':1},{'a':{'a':{'b':1}},'b':2}]"));
}

} // namespace krait::pycore
