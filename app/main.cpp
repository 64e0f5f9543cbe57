// krait, the command: starts like a C program, and knows no Python.
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/leave.hpp"
#include "app/cli/run.hpp"

int main(int argc, char** argv) {
  krait::app::leave(krait::app::run(argc, argv, nullptr));
}
