// From str to a JSON string, whatever the width of its code points.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pycore/python.hpp"

#include "base/output_buffer.hpp"
#include "json/kernels.hpp"

namespace krait::pycore {

// Appends `str`, a str or of a subclass, quoted and escaped: as UTF-8, lone surrogates
// as escapes; or with everything outside ASCII escaped. Does not touch the str's own
// UTF-8 cache. False only where memory ran out; no Python error is set then.
bool write_str(const json::kernels& kernels, PyObject* str, bool ensure_ascii,
               base::output_buffer& out) noexcept;

} // namespace krait::pycore
