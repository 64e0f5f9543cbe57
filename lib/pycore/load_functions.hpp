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

inline bool copy_plain(char* to, const char* from, std::size_t n) noexcept {
  static_assert(scan::step <= least_to_copy);
  std::size_t at = 0;
  for (; n - at >= scan::stride; at += scan::stride) {
    if (!scan::is_plain(from + at))
      return false;
    std::memcpy(to + at, from + at, scan::stride);
  }
  const auto take_step = [=](std::size_t begin) {
    std::memcpy(to + begin, from + begin, scan::step);
    return scan::string_stops(from + begin) == 0;
  };
  for (; n - at >= scan::step; at += scan::step)
    if (!take_step(at))
      return false;
  return take_step(n - scan::step);
}

#if KRAIT_LAYOUT
constexpr load_function with_layout = load<compat::layout_objects>;
#else
constexpr load_function with_layout = nullptr;
#endif
