# SPDX-License-Identifier: Apache-2.0
# krait_emulate_avx512(LIST): with KRAIT_EMULATE_AVX512, puts a copy that speaks of AVX2 and sees
# tests/emulated/avx512.hpp in the place of each source with a target region for AVX-512. For tests
# only: it is slow.
function(krait_emulate_avx512 list)
  if(NOT KRAIT_EMULATE_AVX512)
    return()
  endif()
  set(result "")
  foreach(source IN LISTS ${list})
    file(READ "${source}" text)
    if(text MATCHES "#pragma GCC target" AND text MATCHES "avx512(f|bw)")
      set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${source}")
      file(RELATIVE_PATH name "${PROJECT_SOURCE_DIR}" "${source}")
      string(REGEX REPLACE "avx512(f|bw|vl|dq|ifma|vbmi2|vbmi)" "avx2" text "${text}")
      set(source "${PROJECT_BINARY_DIR}/emulated/${name}")
      file(CONFIGURE OUTPUT "${source}" CONTENT "${text}" @ONLY)
      set_source_files_properties("${source}" PROPERTIES COMPILE_OPTIONS
        "-include;${PROJECT_SOURCE_DIR}/tests/emulated/avx512.hpp;-mavx2;-mbmi2;-Wno-psabi;-Wno-ignored-attributes")
    elseif(source MATCHES "simd/isa\\.cpp$")
      set_source_files_properties("${source}" PROPERTIES
        COMPILE_DEFINITIONS KRAIT_EMULATE_AVX512)
    endif()
    list(APPEND result "${source}")
  endforeach()
  set(${list} "${result}" PARENT_SCOPE)
endfunction()
