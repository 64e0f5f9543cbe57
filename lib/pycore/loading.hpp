// What the loops of loads() are given and give back; one loop for each instruction set.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pycore/python.hpp"

#include "base/status.hpp"
#include "pycore/core.hpp"
#include "pycore/state.hpp"
#include "json/options.hpp"

namespace krait::pycore {

// *end is zero. Vector loads may reach past the place
// they ask about.
struct loading {
  static constexpr std::size_t reach = 64;

  core_state& state;
  const json::read_options& options;
  utf8 validity;
  const char* begin;
  const char* end;
  const char* safe_begin; // `reach` bytes before it are readable
  const char* safe_end;   // `reach` bytes from it on are readable
};

struct loaded {
  PyObject* object; // null: `failure`, or else a Python error is set
  const char* end;  // behind the text, where there is an object
  base::status failure;
};

using load_function = loaded (*)(const loading&) noexcept;

// The loops for one instruction set.
struct load_functions {
  load_function with_api;    // public_objects
  load_function with_layout; // compat::layout_objects; null where no layout is known
};

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
