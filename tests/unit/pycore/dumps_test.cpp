// SPDX-License-Identifier: Apache-2.0
#include "pycore/core.hpp"

#include <string>

#include <doctest/doctest.h>

#include "support/python.hpp"

namespace krait::pycore {

namespace {

std::string dump_text(const char* expression, const json::write_options& options = {}) {
  tests::python& python = tests::python::running();
  const py_ref object = python.eval(expression);
  base::heap_buffer out;
  if (!dump(python.state(), object.lend(), options, nullptr, out)) {
    PyErr_Clear();
    return "failed";
  }
  return std::string(out.view());
}

} // namespace

TEST_CASE("each kind of object is written as json writes it") {
  struct row {
    const char* expression;
    const char* text;
  };
  for (const row& r : {
           row{"None", "null"},
           row{"True", "true"},
           row{"False", "false"},
           row{"0", "0"},
           row{"-2**63", "-9223372036854775808"},
           row{"2**64", "18446744073709551616"},
           row{"1.5", "1.5"},
           row{"1e16", "1e+16"},
           row{"-0.0", "-0.0"},
           row{"''", "\"\""},
           row{"'a\"\\\\\\n\\x00\\x7f'", "\"a\\\"\\\\\\n\\u0000\x7f\""},
           row{"'\\xe9\\u4e2d\\U0001f600'", "\"\xC3\xA9\xE4\xB8\xAD\xF0\x9F\x98\x80\""},
           row{"'\\ud800x'", "\"\\ud800x\""},
           row{"[]", "[]"},
           row{"()", "[]"},
           row{"{}", "{}"},
           row{"[1,(2,[]),{}]", "[1,[2,[]],{}]"},
           row{"{'a':[1,{'b':None}],'c':{}}", "{\"a\":[1,{\"b\":null}],\"c\":{}}"},
           row{"{1:1,True:2,None:3,1.5:4}", "{\"1\":2,\"null\":3,\"1.5\":4}"},
           row{"float('nan')", "failed"},
           row{"{(1,):2}", "failed"},
           row{"{1,2}", "failed"},
       }) {
    CAPTURE(r.expression);
    CHECK(dump_text(r.expression) == r.text);
  }
}

TEST_CASE("options change what is written") {
  CHECK(dump_text("[{'b':1,'a':[]},2]", {.pretty = true, .indent = "  "}) ==
        "[\n  {\n    \"b\": 1,\n    \"a\": []\n  },\n  2\n]");
  CHECK(dump_text("[1,[2]]", {.pretty = true}) == "[\n1,\n[\n2\n]\n]");
  CHECK(dump_text("{'b':1,'a':2}", {.sort_keys = true}) == "{\"a\":2,\"b\":1}");
  CHECK(dump_text("'\\xe9\\x7f\\U0001f600'", {.ensure_ascii = true}) ==
        "\"\\u00e9\\u007f\\ud83d\\ude00\"");
  CHECK(dump_text("[float('nan'),-float('inf')]", {.allow_nan = true}) ==
        "[NaN,-Infinity]");
  CHECK(dump_text("{(1,):2,'a':3}", {.skip_keys = true}) == "{\"a\":3}");
  CHECK(dump_text("[[1]]", {.max_depth = 2}) == "[[1]]");
  CHECK(dump_text("[[[]]]", {.max_depth = 2}) == "failed");
}

TEST_CASE("a failure leaves a JSONEncodeError with its path") {
  tests::python& python = tests::python::running();
  python.run("cycle = [1, {}]\ncycle[1]['again'] = cycle");
  const py_ref cycle = python.eval("cycle");
  base::heap_buffer out;
  REQUIRE_FALSE(dump(python.state(), cycle.lend(), {}, nullptr, out));
  REQUIRE(PyErr_Occurred() != nullptr);
  PyObject *type, *value, *trace;
  PyErr_Fetch(&type, &value, &trace);
  const py_ref path = py_ref::steal(PyObject_GetAttrString(value, "path"));
  CHECK(std::string(PyUnicode_AsUTF8(path.lend())) == "$[1].again");
  Py_XDECREF(type);
  Py_XDECREF(value);
  Py_XDECREF(trace);
  python.run("cycle.clear()");
}

} // namespace krait::pycore
