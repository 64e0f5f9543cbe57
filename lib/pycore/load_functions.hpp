// The loops of one instruction set as functions. Included, like loader.hpp, inside the
// namespace and the target region of a loads_<isa>.cpp; no include guard.
// SPDX-License-Identifier: Apache-2.0

#include "pycore/loader.hpp"

template <class Objects> loaded load(const loading& given) noexcept {
  loader<Objects> loader(given);
  return loader.load();
}

#if KRAIT_LAYOUT
constexpr load_function with_layout = load<compat::layout_objects>;
#else
constexpr load_function with_layout = nullptr;
#endif
