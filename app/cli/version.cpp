// Versions by name, one a line.
// SPDX-License-Identifier: Apache-2.0
#include "pycore/core.hpp"

#include "app/cli/version.hpp"

#include <string_view>

#include <fmt/format.h>

#include "base/version.hpp"
#include "simd/isa.hpp"

namespace krait::app {

std::string version_text() {
  const std::string_view python = Py_GetVersion(); // "3.11.2 (main, ...) [GCC ...]"
  return fmt::format("krait {}\n"
                     "python    {}\n"
                     "simdjson  {}, {} kernel\n"
                     "kernels   {}\n"
                     "compat    {}\n"
                     "compiler  {}",
                     base::version(), python.substr(0, python.find(' ')),
                     pycore::simdjson_version(), pycore::simdjson_kernel(),
                     simd::name(simd::selected().chosen), pycore::compat_path(),
                     pycore::compiler());
}

} // namespace krait::app
