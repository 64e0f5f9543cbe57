// The loop of loads() for every machine.
// SPDX-License-Identifier: Apache-2.0
#include "pycore/loader_needs.hpp"

#include "json/scan/scalar.hpp"

namespace krait::pycore::scalar {

namespace {

using base::errc;
using base::status;
using json::scalar::scan;

#include "pycore/load_functions.hpp"

} // namespace

const load_functions load_table = {load<public_objects>, with_layout, copy_plain};

} // namespace krait::pycore::scalar
