// Short texts of plain values.
// SPDX-License-Identifier: Apache-2.0
//
// Numbers, literal names, strings without escapes, and arrays and objects of known
// shapes that hold such are read in less time than it takes to set the loop of loads()
// up.
#pragma once

#include "pycore/python.hpp"

#include <cstddef>
#include <string_view>

#include "pycore/core.hpp"
#include "pycore/state.hpp"

namespace krait::pycore {

inline constexpr std::size_t longest_short_text = 66; // bytes; no deeper, either

// The value of such a text, behind which a zero byte stands; a new reference. Null
// without an error: it is another text, or memory is short, and loads() will see.
PyObject* load_short_text(core_state& state, std::string_view text,
                          utf8 validity) noexcept;

// Whether that is worth a try.
inline bool is_short_text(std::string_view text) noexcept {
  return text.size() - 1 < longest_short_text;
}

} // namespace krait::pycore
