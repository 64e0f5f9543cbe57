// What the first bytes of an input say of its encoding.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "base/status.hpp"

namespace krait::base {

// UTF-16 and UTF-32 as Python's json.detect_encoding() tells them, by a byte order mark
// or by their zero bytes; ok: neither. `start` is all of the input, or at least its
// first four bytes.
errc wide_encoding(std::string_view start) noexcept;

// Whether bytes behind `start` could change what wide_encoding() says, or end a byte
// order mark of UTF-8.
bool is_start_open(std::string_view start) noexcept;

} // namespace krait::base
