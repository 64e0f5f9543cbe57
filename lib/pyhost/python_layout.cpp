// The paths that python_layout.cmake found out.
// SPDX-License-Identifier: Apache-2.0
#include "pyhost/python_layout.hpp"

namespace krait::pyhost {

python_layout built_in_layout() {
  return {KRAIT_PYTHON_EXECUTABLE,
          KRAIT_PYTHON_PREFIX,
          KRAIT_PYTHON_EXEC_PREFIX,
          {KRAIT_PYTHON_STANDARD_LIBRARY, KRAIT_PYTHON_DYNAMIC_MODULES}};
}

} // namespace krait::pyhost
