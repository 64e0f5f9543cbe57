# SPDX-License-Identifier: Apache-2.0
# krait_room(NAME [IN FOLDER] [USES ROOM...] [PACKAGES TARGET...])
#
# One folder, one static library, one list of the rooms it may include. The folder is lib/NAME,
# or FOLDER/NAME with IN. These lines are the only place where the order of the rooms stands:
# tests/layers reads them and compares every #include with them.
function(krait_room name)
  cmake_parse_arguments(PARSE_ARGV 1 room "" "IN" "USES;PACKAGES")
  if(NOT room_IN)
    set(room_IN lib)
  endif()
  set(folder "${PROJECT_SOURCE_DIR}/${room_IN}/${name}")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${folder}/*.cpp")
  # app/ holds what is not of its room: the mains of the programs, and rooms of their own.
  list(FILTER sources EXCLUDE REGEX "/app/([a-z_]+/)?main\\.cpp$")
  foreach(nested IN ITEMS report python_side)
    if(NOT name STREQUAL nested)
      list(FILTER sources EXCLUDE REGEX "/app/${nested}/")
    endif()
  endforeach()
  if(NOT sources)
    message(FATAL_ERROR "krait_room(${name}): no sources in ${folder}")
  endif()
  krait_emulate_avx512(sources)
  add_library(krait_${name} STATIC ${sources})
  add_library(krait::${name} ALIAS krait_${name})
  target_include_directories(krait_${name} PUBLIC
    "${PROJECT_SOURCE_DIR}/lib" "${PROJECT_SOURCE_DIR}")
  foreach(used IN LISTS room_USES)
    target_link_libraries(krait_${name} PUBLIC krait::${used})
  endforeach()
  target_link_libraries(krait_${name}
    PUBLIC ${room_PACKAGES}
    PRIVATE krait::warnings krait::sanitize)
endfunction()
