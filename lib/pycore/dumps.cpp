// Chooses the loop of dumps().
// SPDX-License-Identifier: Apache-2.0
#include "pycore/core.hpp"

#include "pycore/bytes_buffer.hpp"
#include "pycore/dumping.hpp"
#include "simd/isa.hpp"

namespace krait::pycore {

namespace {

const dump_functions& functions_of(simd::isa set) noexcept {
#if defined(__x86_64__)
  switch (set) {
  case simd::isa::avx512: return avx512::dump_table;
  case simd::isa::avx2: return avx2::dump_table;
  case simd::isa::sse42: return sse42::dump_table;
  case simd::isa::scalar: break;
  }
#else
  static_cast<void>(set);
#endif
  return scalar::dump_table;
}

} // namespace

void prepare_dumps(core_state& state) noexcept {
  const dump_functions& functions = functions_of(simd::selected().chosen);
  state.dump_loops = state.layout_known ? &functions.with_layout : &functions.with_api;
  bytes_buffer::warm_up();
}

bool dump(core_state& state, PyObject* object, const json::write_options& options,
          PyObject* fallback, base::output_buffer& out) noexcept {
  const dump_loops& loops = *state.dump_loops;
  const dump_function chosen = options.sort_keys || options.ensure_ascii ? loops.styled
                               : options.pretty ? loops.indented
                                                : loops.plain;
  return chosen({state, options, fallback, out}, object);
}

} // namespace krait::pycore
