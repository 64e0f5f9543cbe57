// A static that is made once and never destroyed.
// SPDX-License-Identifier: Apache-2.0
#include "app/python_side/python_process.hpp"

namespace krait::app {

pyhost::interpreter& running_python() {
  static pyhost::interpreter* const running = new pyhost::interpreter;
  return *running;
}

} // namespace krait::app
