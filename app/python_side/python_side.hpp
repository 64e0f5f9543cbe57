// krait-python's own part, for run().
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/engine/python_side.hpp"

namespace krait::app {

// Static storage. Nothing starts Python until one of its functions is called.
const python_side& own_python_side() noexcept;

} // namespace krait::app
