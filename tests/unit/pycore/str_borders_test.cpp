// Strings of each kind whose memory ends at a page that cannot be read, or begins
// behind one.
// SPDX-License-Identifier: Apache-2.0
#include "pycore/core.hpp"

#include <cstddef>
#include <string>

#include <doctest/doctest.h>

#include "support/guarded_buffer.hpp"
#include "support/python.hpp"

namespace krait::pycore {

namespace {

std::string dump_text(PyObject* object, const json::write_options& options) {
  base::heap_buffer out;
  if (!dump(tests::python::running().state(), object, options, nullptr, out)) {
    PyErr_Clear();
    return "failed";
  }
  return std::string(out.view());
}

// The bytes of a str in one block, which nothing in it points into. Objects begin at
// addresses that 8 divides, so up to 7 bytes stay free before the end.
class str_at_border {
public:
  str_at_border(PyObject* str, tests::border where)
      : buffer_(where == tests::border::at_end ? (size_of(str) + 7) / 8 * 8
                                               : size_of(str),
                where) {
    std::memcpy(buffer_.begin(), str, size_of(str));
  }
  PyObject* get() const { return reinterpret_cast<PyObject*>(buffer_.begin()); }

private:
  static std::size_t size_of(PyObject* str) {
    const auto units = static_cast<std::size_t>(PyUnicode_GET_LENGTH(str)) + 1;
    const char* const data = static_cast<const char*>(PyUnicode_DATA(str));
    return static_cast<std::size_t>(data - reinterpret_cast<const char*>(str)) +
           units * PyUnicode_KIND(str);
  }

  tests::guarded_buffer buffer_;
};

// Behind those of the others a character of its kind's own.
constexpr Py_UCS4 last_of_kind[] = {'z', 0xE9, 0x20AC, 0x1F600};

py_ref make_str(Py_UCS4 widest, Py_ssize_t length, Py_ssize_t special, Py_UCS4 value) {
  py_ref str = py_ref::steal(PyUnicode_New(length, widest < 0x80 ? 0x7F : widest));
  for (Py_ssize_t i = 0; i < length; ++i)
    PyUnicode_WriteChar(str.lend(), i,
                        i == special ? value : U'a' + static_cast<Py_UCS4>(i % 26));
  if (widest >= 0x80)
    PyUnicode_WriteChar(str.lend(), length / 2, widest);
  return str;
}

} // namespace

TEST_CASE("a str of each kind and length may lie at either border") {
  tests::python::running();
  for (const Py_UCS4 widest : last_of_kind) {
    for (Py_ssize_t length = 1; length != 150; ++length) {
      for (const Py_UCS4 value : {U'x', U'"', U'\n'}) {
        const py_ref str = make_str(widest, length, length - 1, value);
        for (const bool ascii : {false, true}) {
          const json::write_options options = {.ensure_ascii = ascii};
          const std::string expected = dump_text(str.lend(), options);
          for (const auto where : {tests::border::at_end, tests::border::at_begin}) {
            const str_at_border moved(str.lend(), where);
            if (const std::string found = dump_text(moved.get(), options);
                found != expected) {
              CAPTURE(length);
              CHECK(found == expected);
            }
          }
        }
      }
    }
  }
}

} // namespace krait::pycore
