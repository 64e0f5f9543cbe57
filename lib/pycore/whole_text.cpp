// What is wrong with an argument of loads().
// SPDX-License-Identifier: Apache-2.0
#include "pycore/core.hpp"

#include "pycore/errors.hpp"
#include "pycore/whole_text.hpp"

namespace krait::pycore {

PyObject* raise_failure(core_state& state, PyObject* given, std::string_view all,
                        utf8 validity, const json::read_options& options,
                        base::status failure) noexcept {
  if (failure.ok())
    return nullptr; // a Python error is set
  // Bytes that are no text at all come first, wherever they stand.
  if (validity == utf8::unknown && !is_valid_utf8(all))
    failure = {base::errc::invalid_utf8, 0};
  raise_decode_error(state, given, all, options, failure);
  return nullptr;
}

std::size_t max_integer_digits() noexcept {
  PyObject* const get = PySys_GetObject("get_int_max_str_digits"); // lent
  if (get == nullptr)
    return 0;
  const py_ref limit = py_ref::steal(PyObject_CallNoArgs(get));
  const Py_ssize_t digits = limit ? PyLong_AsSsize_t(limit.lend()) : -1;
  if (digits >= 0)
    return static_cast<std::size_t>(digits);
  PyErr_Clear(); // only the wording of another error depends on it
  return 0;
}

} // namespace krait::pycore
