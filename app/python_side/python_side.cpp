// The table of what krait-python can do, and the versions of its parts.
// SPDX-License-Identifier: Apache-2.0
#include "app/python_side/python_side.hpp"

#include <exception>
#include <string>

#include <fmt/format.h>

#include "app/python_side/bench.hpp"
#include "app/python_side/check.hpp"
#include "app/python_side/transcode.hpp"
#include "pycore/core.hpp"
#include "pyhost/interpreter.hpp"

namespace krait::app {
namespace {

// The interpreter of this one question ends with it.
std::string compat_path() {
  try {
    return std::string(pycore::compat_path(pyhost::interpreter().core()));
  } catch (const std::exception& error) {
    return fmt::format("unknown ({})", error.what());
  }
}

std::string versions() {
  return fmt::format("python    {}\nsimdjson  {}, {} kernel\ncompat    {}\n",
                     pyhost::linked_python_name(), pycore::simdjson_version(),
                     pycore::simdjson_kernel(), compat_path());
}

} // namespace

const python_side& own_python_side() noexcept {
  static constexpr python_side table{transcode, check, bench, versions};
  return table;
}

} // namespace krait::app
