# SPDX-License-Identifier: Apache-2.0
# Where the Python that krait embeds has its files, asked of itself and baked into pyhost:
# at run time nothing outside krait has a say in it.
execute_process(
  COMMAND "${Python_EXECUTABLE}" -I -S -c "import os, sys
print(sys._base_executable, sys.base_prefix, sys.base_exec_prefix,
      os.path.dirname(os.__file__),
      os.path.join(sys.base_exec_prefix, sys.platlibdir,
                   'python%d.%d' % sys.version_info[:2], 'lib-dynload'),
      sep=';', end='')"
  OUTPUT_VARIABLE layout
  COMMAND_ERROR_IS_FATAL ANY)
list(GET layout 0 executable)
list(GET layout 1 prefix)
list(GET layout 2 exec_prefix)
list(GET layout 3 standard_library)
list(GET layout 4 dynamic_modules)
set_property(SOURCE "${CMAKE_CURRENT_LIST_DIR}/python_layout.cpp"
  TARGET_DIRECTORY krait_pyhost APPEND PROPERTY COMPILE_DEFINITIONS
    KRAIT_PYTHON_EXECUTABLE="${executable}"
    KRAIT_PYTHON_PREFIX="${prefix}"
    KRAIT_PYTHON_EXEC_PREFIX="${exec_prefix}"
    KRAIT_PYTHON_STANDARD_LIBRARY="${standard_library}"
    KRAIT_PYTHON_DYNAMIC_MODULES="${dynamic_modules}")
