// The loop of dumps() for every machine.
// SPDX-License-Identifier: Apache-2.0
#include "pycore/dumper_needs.hpp"

#include "json/quote/scalar.hpp"

namespace krait::pycore::scalar {

namespace {

using json::scalar::quoting;

constexpr const json::kernels& kernels = json::scalar::table;
constexpr auto write_double = json::scalar::write_real;
constexpr auto write_doubles = json::scalar::write_reals;
constexpr auto write_double_pairs = json::scalar::write_pairs;

#include "pycore/dump_functions.hpp"

} // namespace

const dump_functions dump_table = {loops_with<public_values>, with_layout};

} // namespace krait::pycore::scalar
