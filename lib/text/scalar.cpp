// Stages 1 and 2 of the text engine in portable C++.
// SPDX-License-Identifier: Apache-2.0
#include "text/kernel_needs.hpp"

namespace krait::text::scalar {

namespace {

using bits::mask;
using json::scalar::write_real;

#include "text/block/scalar.hpp"

#include "text/block/scalar_sets.hpp"

#include "text/block/scalar_numbers.hpp"

#include "text/indexer.hpp"

#include "text/grammar.hpp"

#include "text/lines.hpp"

} // namespace

const kernels table = {simd::isa::scalar, index_blocks, check_tokens, write_lines};

} // namespace krait::text::scalar
