// The border between statuses and Python exceptions. Cold code.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pycore/python.hpp"

#include <string>
#include <string_view>

#include "base/status.hpp"
#include "pycore/py_ref.hpp"
#include "pycore/state.hpp"
#include "json/options.hpp"

namespace krait::pycore {

// Makes JSONEncodeError; at import.
bool add_encode_error(core_state& state) noexcept;

// The class, made at the first call, as its base is json's. Lent; null with an error
// set.
PyObject* decode_error_class(core_state& state) noexcept;

// Raises JSONDecodeError for the UTF-8 `text` that the caller gave as `given` (a str,
// or else any bytes). `failure` is what the fast reader said; the exact reader explains
// it.
void raise_decode_error(core_state& state, PyObject* given, std::string_view text,
                        const json::read_options& options,
                        base::status failure) noexcept;

// Raises JSONEncodeError: `message at path`. `cause` (lent, may be null) becomes the
// exception's __cause__.
void raise_encode_error(core_state& state, const std::string& message,
                        const std::string& path, PyObject* cause) noexcept;

// The Python error that is set, normalised, as an owned exception; clears the
// indicator.
py_ref take_exception() noexcept;

} // namespace krait::pycore
