# SPDX-License-Identifier: Apache-2.0
# What krait is built on: a package of the system that is new enough, else a pinned archive.
#
# Each URL_HASH is the one that two public recipes give for that very URL; they are named beside
# it. Floors are those of Debian bookworm. To raise a pin: change URL, hash and the names.
include(FetchContent)

if(KRAIT_DEPS STREQUAL "auto")
  set(FETCHCONTENT_TRY_FIND_PACKAGE_MODE OPT_IN)
elseif(KRAIT_DEPS STREQUAL "system")
  set(FETCHCONTENT_TRY_FIND_PACKAGE_MODE OPT_IN)
  set(FETCHCONTENT_FULLY_DISCONNECTED ON)
  if(POLICY CMP0170)
    cmake_policy(SET CMP0170 OLD)  # what is missing is said once, below
  endif()
elseif(KRAIT_DEPS STREQUAL "fetch")
  set(FETCHCONTENT_TRY_FIND_PACKAGE_MODE NEVER)
else()
  message(FATAL_ERROR "KRAIT_DEPS is '${KRAIT_DEPS}'; it can be auto, system or fetch.")
endif()

# Python comes first and once: pybind11 takes the one that is already found.
set(Python_EXECUTABLE "${KRAIT_PYTHON}")
set(python_parts Interpreter Development.Module)
if(NOT KRAIT_MODULE_ONLY)
  list(APPEND python_parts Development.Embed)
endif()
find_package(Python 3.11 COMPONENTS ${python_parts})
if(NOT Python_FOUND)
  message(FATAL_ERROR
    "krait needs CPython 3.11 or newer with its headers and library (Debian: python3-dev). "
    "KRAIT_PYTHON is ${KRAIT_PYTHON}; the lines above say what is wrong with it. "
    "A build folder that was configured for another Python needs cmake --fresh.")
endif()

# No version to find: simdjson's package answers to its own minor version only, so that asking
# for 3.0.1 would refuse 3.1 and 4; the floor is checked below. The pin stays below 4.3, which
# with gcc and clang turns its development checks on in every build.
FetchContent_Declare(simdjson  # Conan Center, conda-forge
  URL https://github.com/simdjson/simdjson/archive/v4.2.4.tar.gz
  URL_HASH SHA256=6f942d018561a6c30838651a386a17e6e4abbfc396afd0f62740dea1810dedea
  SYSTEM
  FIND_PACKAGE_ARGS)
FetchContent_Declare(CLI11  # Bazel Central Registry, Meson WrapDB
  URL https://github.com/CLIUtils/CLI11/archive/refs/tags/v2.6.2.tar.gz
  URL_HASH SHA256=c6ea6b2e5608b3ea8617999bd5f47420c71b2ebdb8dc4767c1034d1da5785711
  SYSTEM
  FIND_PACKAGE_ARGS 2.1.2)
FetchContent_Declare(fmt  # Conan Center, Spack, Bazel Central Registry
  URL https://github.com/fmtlib/fmt/releases/download/12.1.0/fmt-12.1.0.zip
  URL_HASH SHA256=695fd197fa5aff8fc67b5f2bbc110490a875cdf7a41686ac8512fb480fa8ada7
  SYSTEM
  FIND_PACKAGE_ARGS 9.1)
FetchContent_Declare(pybind11  # Conan Center, conda-forge
  URL https://github.com/pybind/pybind11/archive/v3.0.1.tar.gz
  URL_HASH SHA256=741633da746b7c738bb71f1854f957b9da660bcd2dce68d71949037f0969d0ca
  SYSTEM
  FIND_PACKAGE_ARGS 2.10.3)
FetchContent_Declare(doctest  # Bazel Central Registry, Meson WrapDB
  URL https://github.com/doctest/doctest/archive/refs/tags/v2.4.12.tar.gz
  URL_HASH SHA256=73381c7aa4dee704bd935609668cf41880ea7f19fa0504a200e13b74999c2d70
  SYSTEM
  FIND_PACKAGE_ARGS 2.4.9)

set(KRAIT_PACKAGES simdjson)
if(NOT KRAIT_MODULE_ONLY)
  list(APPEND KRAIT_PACKAGES CLI11 fmt pybind11)
  if(KRAIT_TESTS)
    list(APPEND KRAIT_PACKAGES doctest)
  endif()
endif()

# A fetched package is built as a static library, without our linter; the block keeps these
# settings from our own code.
list(TRANSFORM KRAIT_PACKAGES APPEND _FOUND OUTPUT_VARIABLE found)
list(TRANSFORM KRAIT_PACKAGES APPEND _VERSION OUTPUT_VARIABLE versions)
block(PROPAGATE ${found} ${versions})
  set(BUILD_SHARED_LIBS OFF)
  set(CMAKE_CXX_CLANG_TIDY "")
  set(PYBIND11_FINDPYTHON ON)
  FetchContent_MakeAvailable(${KRAIT_PACKAGES})
endblock()

if(simdjson_FOUND AND simdjson_VERSION VERSION_LESS 3.0.1)
  message(FATAL_ERROR
    "simdjson ${simdjson_VERSION} of this system is older than 3.0.1. "
    "Update it, or configure with -DKRAIT_DEPS=fetch.")
endif()

set(not_of_system "")
foreach(package IN LISTS KRAIT_PACKAGES)
  unset(folder)
  FetchContent_GetProperties(${package} SOURCE_DIR folder)
  if(folder)  # a package that find_package found has none
    list(APPEND not_of_system ${package})
  endif()
endforeach()
if(not_of_system AND KRAIT_DEPS STREQUAL "system")
  list(JOIN not_of_system ", " names)
  message(FATAL_ERROR
    "KRAIT_DEPS=system, and this system lacks, or has too old a version of: ${names}. "
    "Debian's packages: libsimdjson-dev libcli11-dev libfmt-dev pybind11-dev doctest-dev.")
endif()
foreach(package IN LISTS not_of_system)
  set(${package}_FOUND OFF)  # pybind11's own sources say ON
  # Built when something of ours links it, and never installed.
  FetchContent_GetProperties(${package} SOURCE_DIR folder)
  set_property(DIRECTORY "${folder}" PROPERTY EXCLUDE_FROM_ALL ON)
endforeach()

if(NOT KRAIT_MODULE_ONLY)
  add_library(krait_fmt INTERFACE)
  add_library(krait::fmt ALIAS krait_fmt)
  find_package(Threads REQUIRED)
  target_link_libraries(krait_fmt INTERFACE fmt::fmt-header-only)
endif()
