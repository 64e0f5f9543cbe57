// krait-python: the same command with CPython inside.
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/leave.hpp"
#include "app/cli/run.hpp"
#include "app/python_side/python_side.hpp"

int main(int argc, char** argv) {
  krait::app::leave(krait::app::run(argc, argv, &krait::app::own_python_side()));
}
