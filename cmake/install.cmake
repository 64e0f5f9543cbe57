# SPDX-License-Identifier: Apache-2.0
# What goes where, and packages made of the same.
include(GNUInstallDirs)

install(TARGETS krait RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
install(TARGETS krait_python RUNTIME DESTINATION "${CMAKE_INSTALL_LIBEXECDIR}/krait")
install(FILES man/krait.1 DESTINATION "${CMAKE_INSTALL_MANDIR}/man1")
install(FILES LICENSE README.md CHANGELOG.md DESTINATION "${CMAKE_INSTALL_DOCDIR}" OPTIONAL)

# The importable package, where the embedded Python finds packages below this prefix.
set(KRAIT_PYTHON_INSTALL_DIR
  "${CMAKE_INSTALL_LIBDIR}/python${Python_VERSION_MAJOR}.${Python_VERSION_MINOR}/site-packages"
  CACHE STRING "Where the Python package is installed, below the prefix")
install(DIRECTORY python/krait DESTINATION "${KRAIT_PYTHON_INSTALL_DIR}"
  FILES_MATCHING PATTERN "*.py" PATTERN "*.pyi" PATTERN "py.typed"
  PATTERN "__pycache__" EXCLUDE)
install(TARGETS krait_extension
  LIBRARY DESTINATION "${KRAIT_PYTHON_INSTALL_DIR}/krait")

set(CPACK_GENERATOR TGZ DEB)
set(CPACK_PACKAGE_NAME krait)
set(CPACK_PACKAGE_VENDOR krait)
set(CPACK_PACKAGE_CONTACT "the krait developers")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
# The standard library is needed as well as libpython; the latter names the version.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS
  "libpython${Python_VERSION_MAJOR}.${Python_VERSION_MINOR}-stdlib")
include(CPack)
