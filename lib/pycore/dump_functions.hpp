// The loops of one instruction set as functions. Included, like dumper.hpp, inside the
// namespace and the target region of a dumps_<isa>.cpp; no include guard.
// SPDX-License-Identifier: Apache-2.0

#include "pycore/dumper_rows.hpp"

#include "pycore/dumper.hpp"

template <class Values, style Style>
bool dump_with(const dumping& given, PyObject* object) noexcept {
  return dumper<Values, Style>(given).run(object);
}

template <class Values>
constexpr dump_loops loops_with = {dump_with<Values, style::plain>,
                                   dump_with<Values, style::styled>};

#if KRAIT_LAYOUT
constexpr dump_loops with_layout = loops_with<compat::layout_values>;
#else
constexpr dump_loops with_layout = {nullptr, nullptr};
#endif
