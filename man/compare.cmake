# SPDX-License-Identifier: Apache-2.0
# Fails where the committed man page is not what the program says: build the target man.
execute_process(COMMAND "${KRAIT}" --generate man
  OUTPUT_VARIABLE generated
  COMMAND_ERROR_IS_FATAL ANY)
file(READ "${PAGE}" committed)
if(NOT generated STREQUAL committed)
  message(FATAL_ERROR "${PAGE} is not what krait --generate man prints; "
    "run: cmake --build BUILD --target man")
endif()
