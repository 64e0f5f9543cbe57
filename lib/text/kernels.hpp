// The complete list of the text engine's operations that have more than one
// implementation.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "simd/isa.hpp"
#include "text/grammar_state.hpp"
#include "text/index_state.hpp"
#include "text/line_state.hpp"
#include "text/tokens.hpp"

namespace krait::text {

struct kernels {
  simd::isa set;
  // Stage 1: appends the tokens of `blocks` blocks of 64 bytes from p to `to`, and a
  // record for each block to `records`. At least three bytes before p and 64 behind the
  // last block can be read; those before options.raw are not looked at again. What is
  // bad sets log.bad, and whatever is appended from there on is of no use.
  void (*index)(index_state& state, const index_options& options, const char* p,
                std::size_t blocks, token_list& to, block_record* records,
                rewrite_log& log) noexcept;
  // Stage 2: whether the tokens [begin, end) may stand one after another. Looks at two
  // more. `begin` is a multiple of 64 or `end` less than 64 away. False: some token of
  // them is wrong, and `state` is of no use any more.
  bool (*check)(grammar_state& state, const token_list& tokens, std::size_t begin,
                std::size_t end) noexcept;
  // Writes the tokens [begin, end), which are in order, one element a line, to `out`;
  // returns the end of what is written. begins[end] is where they end, and kinds[end]
  // is known. Stops at some token, which `begin` becomes, where another step might need
  // more room than there is before `limit`, or a longer line break than was prepared.
  char* (*write_lines)(line_state& state, const token_list& tokens, std::size_t& begin,
                       std::size_t end, char* out, const char* limit) noexcept;
};

// The kernels of `set`, which must run here.
const kernels& kernels_of(simd::isa set) noexcept;

namespace scalar {
extern const kernels table;
}
namespace sse42 {
extern const kernels table;
}
namespace avx2 {
extern const kernels table;
}
namespace avx512 {
extern const kernels table;
}

} // namespace krait::text
