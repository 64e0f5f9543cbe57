# SPDX-License-Identifier: Apache-2.0
# krait::warnings: what our own code is compiled with; third-party code never sees it.
add_library(krait_warnings INTERFACE)
add_library(krait::warnings ALIAS krait_warnings)
target_compile_options(krait_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
  -Wold-style-cast -Wcast-qual -Wnon-virtual-dtor -Woverloaded-virtual
  -Wundef -Wformat=2 -Wimplicit-fallthrough)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # False alarms inside std::string's operator+ (gcc bug 105651, mended in 13).
  target_compile_options(krait_warnings INTERFACE -Wno-restrict)
endif()
if(KRAIT_WERROR)
  target_compile_options(krait_warnings INTERFACE -Werror)
endif()
