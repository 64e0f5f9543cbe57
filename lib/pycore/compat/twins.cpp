// Instances of a class of our own.
// SPDX-License-Identifier: Apache-2.0
#include "pycore/compat/twins.hpp"

namespace krait::pycore::compat {

namespace {

// Null unless `type` is a class that takes all of them.
py_ref make_instance(const py_ref& type,
                     std::initializer_list<attribute> attributes) noexcept {
  py_ref made = py_ref::steal(type ? PyObject_CallNoArgs(type.lend()) : nullptr);
  for (const attribute& each : attributes)
    if (!made || PyObject_SetAttrString(made.lend(), each.name, each.value) != 0)
      return {};
  return made;
}

} // namespace

twins make_twins(std::initializer_list<attribute> elder,
                 std::initializer_list<attribute> younger) noexcept {
  const py_ref type = py_ref::steal(PyObject_CallFunction(
      reinterpret_cast<PyObject*>(&PyType_Type), "s(){}", "probe"));
  twins made{make_instance(type, elder), {}, {}};
  if (made.elder)
    made.younger = make_instance(type, younger);
  if (made.younger)
    made.dict = py_ref::steal(PyObject_GetAttrString(made.younger.lend(), "__dict__"));
  if (made.dict && !PyDict_CheckExact(made.dict.lend()))
    made.dict = {};
  return made;
}

} // namespace krait::pycore::compat
