// Versions by name, one a line.
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/version.hpp"

#include <exception>
#include <string>

#include <fmt/format.h>

#include "base/version.hpp"
#include "pycore/core.hpp"
#include "pyhost/interpreter.hpp"
#include "simd/isa.hpp"

namespace krait::app {

namespace {

std::string compat_path() {
  try {
    return std::string(pycore::compat_path(pyhost::interpreter().core()));
  } catch (const std::exception& error) {
    return fmt::format("unknown ({})", error.what());
  }
}

} // namespace

std::string version_text() {
  return fmt::format("krait {}\n"
                     "python    {}\n"
                     "simdjson  {}, {} kernel\n"
                     "kernels   {}\n"
                     "compat    {}\n"
                     "compiler  {}",
                     base::version(), pyhost::linked_python_name(),
                     pycore::simdjson_version(), pycore::simdjson_kernel(),
                     simd::name(simd::selected().chosen), compat_path(),
                     pycore::compiler());
}

} // namespace krait::app
