// Where the files of the embedded Python are.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace krait::pyhost {

struct python_layout {
  std::string executable; // what sys.executable says; it is never run
  std::string prefix;
  std::string exec_prefix;
  std::vector<std::string> search_paths; // all of sys.path; the standard library first
};

// Of the Python that krait was built with (CMake's KRAIT_PYTHON).
python_layout built_in_layout();

} // namespace krait::pyhost
