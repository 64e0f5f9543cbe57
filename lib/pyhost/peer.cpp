// krait, json and orjson behind one face.
// SPDX-License-Identifier: Apache-2.0
#include "pyhost/peer.hpp"

#include <array>
#include <cstddef>

#include <pybind11/pybind11.h>

#include "base/version.hpp"
#include "pyhost/python_error.hpp"

namespace krait::pyhost {
namespace {

using pycore::py_ref;

constexpr std::size_t most_keywords = 4;

py_ref import(const char* name) {
  return checked(py_ref::steal(PyImport_ImportModule(name)));
}

std::string version_of(const py_ref& module) {
  return pybind11::str(pybind11::handle(module.lend()).attr("__version__"));
}

} // namespace

prepared_call::prepared_call(PyObject* module, const char* function, keywords arguments)
    : function_(checked(py_ref::steal(PyObject_GetAttrString(module, function)))) {
  if (arguments.empty())
    return;
  pybind11::tuple names(arguments.size());
  for (std::size_t i = 0; i < arguments.size() && i < most_keywords; ++i) {
    names[i] = pybind11::str(arguments[i].first);
    values_.push_back(std::move(arguments[i].second));
  }
  names_ = py_ref::steal(names.release().ptr());
}

py_ref prepared_call::operator()(PyObject* argument) const noexcept {
  // The first place is free for the callee (PY_VECTORCALL_ARGUMENTS_OFFSET).
  std::array<PyObject*, most_keywords + 2> arguments{};
  arguments[1] = argument;
  std::size_t count = 2;
  for (const py_ref& value : values_)
    arguments[count++] = value.lend();
  return py_ref::steal(PyObject_Vectorcall(function_.lend(), &arguments[1],
                                           1 | PY_VECTORCALL_ARGUMENTS_OFFSET,
                                           names_.lend()));
}

py_ref peer::dumps(PyObject* value) const noexcept {
  py_ref result = dumps_(value);
  if (!result || !dumps_str_)
    return result;
  return py_ref::steal(PyUnicode_AsUTF8String(result.lend()));
}

peer make_krait(const interpreter& host, bool allow_nan) {
  const auto nan_allowed = [allow_nan] {
    prepared_call::keywords keywords;
    if (allow_nan)
      keywords.emplace_back("allow_nan", py_ref::share(Py_True));
    return keywords;
  };
  peer made;
  made.name = "krait";
  made.version = base::version();
  made.loads_ = prepared_call(host.core_module(), "loads", nan_allowed());
  made.dumps_ = prepared_call(host.core_module(), "dumps", nan_allowed());
  return made;
}

peer make_json() {
  const py_ref module = import("json");
  prepared_call::keywords compact;
  compact.emplace_back("ensure_ascii", py_ref::share(Py_False));
  compact.emplace_back("separators",
                       checked(py_ref::steal(Py_BuildValue("(ss)", ",", ":"))));
  peer made;
  made.name = "json";
  made.loads_ = prepared_call(module.lend(), "loads", {});
  made.dumps_ = prepared_call(module.lend(), "dumps", std::move(compact));
  made.dumps_str_ = true;
  return made;
}

peer make_orjson() {
  const py_ref module = import("orjson");
  peer made;
  made.name = "orjson";
  made.version = version_of(module);
  made.loads_ = prepared_call(module.lend(), "loads", {});
  made.dumps_ = prepared_call(module.lend(), "dumps", {});
  return made;
}

} // namespace krait::pyhost
