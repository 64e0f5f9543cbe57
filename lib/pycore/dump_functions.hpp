// The loops of one instruction set as functions. Included, like dumper.hpp, inside the
// namespace and the target region of a dumps_<isa>.cpp; no include guard.
// SPDX-License-Identifier: Apache-2.0

#include "pycore/dumper.hpp"

template <class Values>
bool dump_with(const dumping& given, PyObject* object) noexcept {
  return dumper<Values>(given).run(object);
}

#if KRAIT_LAYOUT
constexpr dump_function with_layout = dump_with<compat::layout_values>;
#else
constexpr dump_function with_layout = nullptr;
#endif
