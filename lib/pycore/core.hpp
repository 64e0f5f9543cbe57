// The loads/dumps core as the embedding sees it: JSON bytes <-> Python objects.
// SPDX-License-Identifier: Apache-2.0
//
// Raw C API, no exceptions. Every function needs the GIL. A null or false result with
// the Python error indicator set means that the caller's only job is to unwind.
#pragma once

#include "pycore/python.hpp"

#include <cstddef>
#include <string_view>

#include "base/output_buffer.hpp"
#include "base/status.hpp"
#include "pycore/py_ref.hpp"
#include "json/options.hpp"

namespace krait::pycore {

// The name of the extension, for PyImport_AppendInittab and the import.
inline constexpr const char* module_name = "_krait";

// What one interpreter's core remembers between calls; lives in its module object.
struct core_state;
// The state of an imported `_krait`; null with SystemError set if it is another module.
core_state* state_of(PyObject* module) noexcept;

// SIMD validation of a whole run of bytes.
bool is_valid_utf8(std::string_view bytes) noexcept;

// Whether bytes are known to be valid UTF-8 (in which lone surrogates may stand).
enum class utf8 : bool { unknown, valid };

// One text at the start of `text`, leading white space passed over;
// text.data()[text.size()] must be readable and zero. Bytes that are not known to be
// valid are validated as far as they are read: after a failure the caller may want to
// know about the rest. On success `consumed` is the offset behind the text (and no
// further). On failure the result is null and either `failure` says where the text is
// no JSON (no Python error is set; json::diagnose(..., extent::one) explains it), or
// failure.ok() and a Python error is set (MemoryError).
py_ref load_one(core_state& state, std::string_view text,
                const json::read_options& options, std::size_t& consumed,
                base::status& failure, utf8 validity = utf8::valid) noexcept;

// The longest integer literal that this interpreter converts
// (sys.set_int_max_str_digits); 0: no limit. load_one() fails with
// errc::integer_too_long beyond it.
std::size_t max_integer_digits() noexcept;

// Appends the JSON text of `object`; false with JSONEncodeError, MemoryError,
// RuntimeError or what a callback raised set. What was appended before the failure
// stays in `out`. `fallback` (json's `default`; may be null) is called for objects JSON
// does not know.
bool dump(core_state& state, PyObject* object, const json::write_options& options,
          PyObject* fallback, base::output_buffer& out) noexcept;

// How this interpreter's objects are made: "layout", straight into memory, where its
// objects were found to be laid out as they are known to be, or "public", by the
// documented API alone. Static storage.
std::string_view compat_path(const core_state& state) noexcept;

// Of the build: what `krait --version` and krait.build_info() print. Static storage.
std::string_view simdjson_version() noexcept;
std::string_view simdjson_kernel() noexcept;

} // namespace krait::pycore

// The module's init function, for PyImport_AppendInittab and the dynamic loader.
// CPython wants this very name. NOLINTNEXTLINE(bugprone-reserved-identifier)
PyMODINIT_FUNC PyInit__krait();
