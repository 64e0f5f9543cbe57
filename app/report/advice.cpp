// Names options, so it belongs to the command; lib/ knows none.
// SPDX-License-Identifier: Apache-2.0
#include "app/report/advice.hpp"

namespace krait::report {

using base::errc;

std::string_view advice(errc code) noexcept {
  switch (code) {
  case errc::number_out_of_range:
    return " (pretty and compact keep it with --verbatim)";
  case errc::lossy_number:
    return " (--lossy accepts it; pretty and compact keep it with --verbatim)";
  case errc::nan_not_allowed: return " (--allow-nan accepts them)";
  case errc::integer_too_long: return " (--engine text has no such limit)";
  case errc::too_deep: return " (--max-depth sets it)";
  default: return {};
  }
}

} // namespace krait::report
