// The numbers rise with the seriousness, on purpose.
// SPDX-License-Identifier: Apache-2.0
#include "app/report/exit_code.hpp"

#include <algorithm>

namespace krait::report {

exit_code more_serious(exit_code one, exit_code other) noexcept {
  return std::max(one, other);
}

} // namespace krait::report
