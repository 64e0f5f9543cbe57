// Gives each input to a function of checks.py, in an interpreter with `_krait` in it.
// SPDX-License-Identifier: Apache-2.0
//
// KRAIT_FUZZ_CHECK is the function's name, KRAIT_FUZZ_PATHS the folders of checks.py
// and of the oracle. CPython itself is not instrumented, but all its memory comes from
// malloc(), so that a read or write beyond one of its objects is seen.
#include "pycore/python.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "pycore/core.hpp"
#include "pycore/py_ref.hpp"

namespace {

using krait::pycore::py_ref;

void require(bool holds) {
  if (holds)
    return;
  if (PyErr_Occurred() != nullptr)
    PyErr_Print();
  std::fflush(nullptr);
  std::abort();
}

void start() {
  PyPreConfig before;
  PyPreConfig_InitIsolatedConfig(&before);
  before.allocator = PYMEM_ALLOCATOR_MALLOC;
  before.utf8_mode = 1;
  require(PyStatus_Exception(Py_PreInitialize(&before)) == 0);
  PyImport_AppendInittab(krait::pycore::module_name, PyInit__krait);
  PyConfig config;
  PyConfig_InitIsolatedConfig(&config);
  config.write_bytecode = 0;
  const PyStatus started = Py_InitializeFromConfig(&config);
  PyConfig_Clear(&config);
  require(PyStatus_Exception(started) == 0);
}

PyObject* find_check() {
  start();
  PyObject* const path = PySys_GetObject("path"); // lent
  for (const char* const folder : {KRAIT_FUZZ_PATHS}) {
    const py_ref text = py_ref::steal(PyUnicode_FromString(folder));
    require(text && path != nullptr && PyList_Append(path, text.lend()) == 0);
  }
  const py_ref module = py_ref::steal(PyImport_ImportModule("checks"));
  require(static_cast<bool>(module));
  PyObject* const check = PyObject_GetAttrString(module.lend(), KRAIT_FUZZ_CHECK);
  require(check != nullptr);
  return check; // kept for the life of the process
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static PyObject* const check = find_check();
  const py_ref input = py_ref::steal(PyBytes_FromStringAndSize(
      reinterpret_cast<const char*>(data), static_cast<Py_ssize_t>(size)));
  require(static_cast<bool>(input));
  require(static_cast<bool>(py_ref::steal(PyObject_CallOneArg(check, input.lend()))));
  return 0;
}
