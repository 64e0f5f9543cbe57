// One JSON text after another: bytes to Python objects and back.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pycore/python.hpp"

#include <cstddef>
#include <string_view>

#include "base/output_buffer.hpp"
#include "base/status.hpp"
#include "pyhost/interpreter.hpp"
#include "json/options.hpp"

namespace krait::pyhost {

class transcoder {
public:
  explicit transcoder(const interpreter& host) noexcept : core_(&host.core()) {}

  // Reads the text at the start of `text` (pycore::load_one says what must hold) and
  // keeps its value until the next call. Throws python_error and std::bad_alloc.
  base::status load(std::string_view text, const json::read_options& options,
                    std::size_t& consumed);
  // Appends the kept value's text. Throws python_error and std::bad_alloc.
  void dump(const json::write_options& options, base::output_buffer& out) const;
  // The value read last; lent, null if that failed.
  PyObject* value() const noexcept { return value_.lend(); }

private:
  pycore::core_state* core_;
  pycore::py_ref value_;
};

// How many bytes from the start are valid UTF-8. Fast where all of them are.
std::size_t valid_utf8_prefix(std::string_view bytes) noexcept;

} // namespace krait::pyhost
