// What the loops of dumps() are given; one loop for each instruction set.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pycore/python.hpp"

#include "base/output_buffer.hpp"
#include "pycore/state.hpp"
#include "json/options.hpp"

namespace krait::pycore {

struct dumping {
  core_state& state;
  const json::write_options& options;
  PyObject* fallback; // lent for the whole call; may be null
  base::output_buffer& out;
};

// False with a Python error set.
using dump_function = bool (*)(const dumping&, PyObject* object) noexcept;

// One object without options into a new bytes object; null with a Python error set.
using dump_whole_function = PyObject* (*)(core_state& state, PyObject* object) noexcept;

struct dump_loops {
  dump_whole_function whole;
  dump_function plain;    // no white space, keys as they come, UTF-8
  dump_function indented; // the same but for its white space
  dump_function styled;   // as the options say
};

// The loops for one instruction set.
struct dump_functions {
  dump_loops with_api;    // public_values
  dump_loops with_layout; // compat::layout_values; null where no layout is known
};

// Chooses the loops by the CPU and by what is known of the layout; at import.
void prepare_dumps(core_state& state) noexcept;

namespace scalar {
extern const dump_functions dump_table;
}
namespace sse42 {
extern const dump_functions dump_table;
}
namespace avx2 {
extern const dump_functions dump_table;
}
namespace avx512 {
extern const dump_functions dump_table;
}

} // namespace krait::pycore
