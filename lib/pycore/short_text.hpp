// Short texts that are one plain value, or an array or an object of such.
// SPDX-License-Identifier: Apache-2.0
//
// A number, a literal name, a string or an empty container, alone or as the elements of
// one array or the values of an object of a known shape, is read in less time than it
// takes to set the loop of loads() up.
#pragma once

#include "pycore/python.hpp"

#include <cstddef>
#include <string_view>

#include "pycore/core.hpp"
#include "pycore/state.hpp"

namespace krait::pycore {

inline constexpr std::size_t longest_short_text = 66; // bytes
inline constexpr std::size_t short_text_depth = 3;    // {"key":[{}]}

// The value of such a text, behind which a zero byte stands; a new reference. Null
// without an error: it is another text, or memory is short, and loads() will see.
PyObject* load_short_text(core_state& state, std::string_view text,
                          utf8 validity) noexcept;

// Whether that is worth a try; nothing but a guess.
inline bool is_short_text(std::string_view text) noexcept {
  return text.size() - 1 < longest_short_text &&
         (text[0] != '[' || (text[1] != '{' && text[1] != '['));
}

} // namespace krait::pycore
