// From UTF-8 to str: each object is made once, at its final size and width.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pycore/python.hpp"

#include <cstddef>

#include "pycore/py_ref.hpp"
#include "simd/kernels.hpp"

namespace krait::pycore {

// The bytes are ASCII.
py_ref make_ascii(const char* text, std::size_t length) noexcept;

// The bytes [p, end) are valid UTF-8 in which lone surrogates may stand (ED A0..BF xx).
py_ref make_str(const simd::kernels& kernels, const char* p, const char* end) noexcept;

} // namespace krait::pycore
