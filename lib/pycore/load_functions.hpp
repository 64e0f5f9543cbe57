// The loops of one instruction set as functions. Included, like loader.hpp, inside the
// namespace and the target region of a loads_<isa>.cpp; no include guard.
// SPDX-License-Identifier: Apache-2.0

#include "pycore/loader.hpp"

template <class Objects>
loaded load(core_state& state, const json::read_options& options, std::string_view text,
            text_traits traits, status& failure) noexcept {
  loader<Objects> loader(state, options, text, traits, failure);
  return loader.load();
}

#if KRAIT_LAYOUT
constexpr load_function with_layout = load<compat::layout_objects>;
#else
constexpr load_function with_layout = nullptr;
#endif
