// The libraries that bench compares.
// SPDX-License-Identifier: Apache-2.0
#include "pyhost/peer.hpp"

#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "pyhost/python_error.hpp"

using namespace krait;
using pycore::py_ref;

namespace {

py_ref bytes(std::string_view text) {
  return pyhost::checked(py_ref::steal(
      PyBytes_FromStringAndSize(text.data(), static_cast<Py_ssize_t>(text.size()))));
}

std::string_view view(const py_ref& bytes) {
  return {PyBytes_AS_STRING(bytes.lend()),
          static_cast<std::size_t>(PyBytes_GET_SIZE(bytes.lend()))};
}

} // namespace

TEST_CASE("krait and json read and write the same compact UTF-8") {
  const pyhost::interpreter python;
  for (const pyhost::peer& peer :
       {pyhost::make_krait(python, false), pyhost::make_json()}) {
    CAPTURE(peer.name);
    const py_ref value =
        peer.loads(bytes("{\"a\": [1, 2.5, \"\\u00e9\", null]}").lend());
    REQUIRE(value);
    const py_ref written = peer.dumps(value.lend());
    REQUIRE(written);
    CHECK(view(written) == "{\"a\":[1,2.5,\"\xC3\xA9\",null]}");
  }
}

TEST_CASE("a failing peer leaves a Python error") {
  const pyhost::interpreter python;
  for (const pyhost::peer& peer :
       {pyhost::make_krait(python, false), pyhost::make_json()}) {
    CAPTURE(peer.name);
    CHECK_FALSE(peer.loads(bytes("[1,]").lend()));
    CHECK_THROWS_AS(pyhost::throw_python_error(), pyhost::python_error);
    CHECK_FALSE(peer.dumps(Py_Ellipsis));
    CHECK_THROWS_AS(pyhost::throw_python_error(), pyhost::python_error);
  }
}

TEST_CASE("krait takes NaN only where it is allowed to") {
  const pyhost::interpreter python;
  CHECK_FALSE(pyhost::make_krait(python, false).loads(bytes("NaN").lend()));
  PyErr_Clear();
  const pyhost::peer lenient = pyhost::make_krait(python, true);
  const py_ref value = lenient.loads(bytes("NaN").lend());
  REQUIRE(value);
  CHECK(view(lenient.dumps(value.lend())) == "NaN");
}

TEST_CASE("orjson is there with a version, or absent with a reason") {
  const pyhost::interpreter python;
  std::string version;
  std::string reason;
  try {
    version = pyhost::make_orjson().version;
  } catch (const pyhost::python_error& error) {
    reason = error.what();
  }
  CHECK(version.empty() == (reason == "ModuleNotFoundError: No module named 'orjson'"));
}
