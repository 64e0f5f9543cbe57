// What the loops of loads() are given and give back; one loop for each instruction set.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pycore/python.hpp"

#include <cstddef>
#include <string_view>

#include "base/status.hpp"
#include "pycore/core.hpp"
#include "pycore/state.hpp"
#include "json/options.hpp"

namespace krait::pycore {

// How far around a place in the text vector loads reach.
inline constexpr std::size_t load_reach = 64;

struct text_traits {
  static constexpr std::size_t small = 512; // bytes

  bool is_roomy; // `load_reach` bytes on both sides of the text are readable, too
  bool is_small; // few objects: CPython may still have some that were freed
  utf8 validity;
};

struct loaded {
  PyObject* object; // null: the failure is set, or else a Python error is
  const char* end;  // behind the text, where there is an object
};

// load_one() for one instruction set. By value, as what is written to memory just
// before and read back in other pieces would have to wait.
using load_function = loaded (*)(core_state& state, const json::read_options& options,
                                 std::string_view text, text_traits traits,
                                 base::status& failure) noexcept;

// The loops for one instruction set.
struct load_functions {
  load_function with_api;    // public_objects
  load_function with_layout; // compat::layout_objects; null where no layout is known
  // Copies n >= least_to_copy bytes, or some of them and is false: not all of them are
  // ASCII that a string may hold verbatim.
  bool (*copy_plain)(char* to, const char* from, std::size_t n) noexcept;
};
inline constexpr std::size_t least_to_copy = 64;

// Chooses the loops by the CPU; at import.
void prepare_loads(core_state& state) noexcept;

namespace scalar {
extern const load_functions load_table;
}
namespace sse42 {
extern const load_functions load_table;
}
namespace avx2 {
extern const load_functions load_table;
}
namespace avx512 {
extern const load_functions load_table;
}

} // namespace krait::pycore
