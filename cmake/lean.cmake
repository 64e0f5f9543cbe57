# SPDX-License-Identifier: Apache-2.0
# krait_link_lean(TARGET): a program that starts as fast as can be. Loading shared libraries
# is most of the start of a small program, so it is linked statically as a whole; where there
# is no static C library, at least the C++ one is (docs/decisions/0007).
include(CheckCXXSourceCompiles)
include(CMakePushCheckState)

option(KRAIT_STATIC "Link krait statically, where the system has a static C library" ON)

set(KRAIT_LEAN_OPTIONS "")
if(NOT KRAIT_SANITIZE AND NOT KRAIT_COVERAGE AND NOT KRAIT_FUZZ)
  if(KRAIT_STATIC)
    cmake_push_check_state(RESET)
    set(CMAKE_REQUIRED_LINK_OPTIONS -static)
    check_cxx_source_compiles(
      "#include <string>\n#include <thread>\n
       int main(int argc, char**) { std::thread([] {}).join(); return argc - 1; }"
      KRAIT_HAS_STATIC_LIBC)
    cmake_pop_check_state()
  endif()
  if(KRAIT_STATIC AND KRAIT_HAS_STATIC_LIBC)
    set(KRAIT_LEAN_OPTIONS -static)
  else()
    set(KRAIT_LEAN_OPTIONS -static-libstdc++ -static-libgcc)
  endif()
  list(APPEND KRAIT_LEAN_OPTIONS LINKER:--gc-sections)
endif()

function(krait_link_lean target)
  target_link_options(${target} PRIVATE ${KRAIT_LEAN_OPTIONS})
endfunction()
