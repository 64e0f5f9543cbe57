// Versions by name, one a line.
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/version.hpp"

#include <fmt/format.h>

#include "app/engine/handover.hpp"
#include "base/version.hpp"
#include "simd/isa.hpp"

namespace krait::app {
namespace {

std::string format_versions(std::string_view of_python) {
  return fmt::format("krait {}\n{}kernels   {}\ncompiler  {}\n", base::version(),
                     of_python, simd::name(simd::selected().chosen), base::compiler());
}

// krait-python says it all, provided that it is of the same version.
std::string ask_python_side() {
  std::string why;
  std::string answer = version_of_python_side(why);
  const std::string own = fmt::format("krait {}\n", base::version());
  if (answer.starts_with(own))
    return answer;
  if (why.empty())
    why = "krait-python is " + answer.substr(0, answer.find('\n'));
  return format_versions(fmt::format("python    none ({})\n", why));
}

} // namespace

std::string version_text(const python_side* python) {
  return python == nullptr ? ask_python_side() : format_versions(python->version());
}

} // namespace krait::app
