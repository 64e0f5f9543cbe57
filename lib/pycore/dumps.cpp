// Chooses the loop of dumps().
// SPDX-License-Identifier: Apache-2.0
#include "pycore/core.hpp"

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

bool is_plain(const json::write_options& options) noexcept {
  return !options.pretty && !options.sort_keys && !options.ensure_ascii;
}

} // namespace

bool dump(core_state& state, PyObject* object, const json::write_options& options,
          PyObject* fallback, base::output_buffer& out) noexcept {
  static const dump_functions& functions = functions_of(simd::selected().chosen);
  const dumping given = {state, options, fallback, out};
  const dump_loops& loops =
      state.layout_known ? functions.with_layout : functions.with_api;
  return (is_plain(options) ? loops.plain : loops.styled)(given, object);
}

} // namespace krait::pycore
