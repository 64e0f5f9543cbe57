// An isolated interpreter with `_krait` in it, for tests of pycore.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pycore/python.hpp"

#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>

#include "pycore/core.hpp"
#include "pycore/py_ref.hpp"
#include "simd/isa.hpp"

namespace krait::tests {

// Started at the first use and kept for the process.
class python {
public:
  static python& running() {
    static python once;
    return once;
  }

  pycore::core_state& state() { return *state_; }

  // The value of a Python expression; throws where it fails.
  pycore::py_ref eval(const std::string& expression) {
    auto result = pycore::py_ref::steal(
        PyRun_String(expression.c_str(), Py_eval_input, globals_, globals_));
    if (!result) {
      PyErr_Print();
      throw std::runtime_error("failed: " + expression);
    }
    return result;
  }
  void run(const std::string& code) {
    if (!pycore::py_ref::steal(
            PyRun_String(code.c_str(), Py_file_input, globals_, globals_))) {
      PyErr_Print();
      throw std::runtime_error("failed: " + code);
    }
  }

private:
  python() {
    if (simd::selected().refused) {
      std::printf("KRAIT_ISA=%s does not run on this machine\n",
                  std::string(simd::selected().forced).c_str());
      std::fflush(stdout);
      std::_Exit(0);
    }
    PyImport_AppendInittab(pycore::module_name, PyInit__krait);
    PyConfig config;
    PyConfig_InitIsolatedConfig(&config);
    const PyStatus status = Py_InitializeFromConfig(&config);
    PyConfig_Clear(&config);
    if (PyStatus_Exception(status) != 0)
      throw std::runtime_error("Python does not start");
    module_ = PyImport_ImportModule(pycore::module_name);
    if (module_ == nullptr)
      throw std::runtime_error("_krait cannot be imported");
    state_ = pycore::state_of(module_);
    globals_ = PyDict_New();
    PyDict_SetItemString(globals_, "__builtins__", PyEval_GetBuiltins());
    PyDict_SetItemString(globals_, "krait", module_);
  }

  PyObject* module_ = nullptr;
  PyObject* globals_ = nullptr;
  pycore::core_state* state_ = nullptr;
};

} // namespace krait::tests
