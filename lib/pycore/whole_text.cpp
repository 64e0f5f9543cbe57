// Reads an argument of loads() that must be one JSON text from end to end.
// SPDX-License-Identifier: Apache-2.0
#include "pycore/core.hpp"

#include "base/byte_order_mark.hpp"
#include "pycore/errors.hpp"
#include "pycore/text_source.hpp"
#include "pycore/whole_text.hpp"
#include "json/characters.hpp"
#include "json/diagnosis.hpp"

namespace krait::pycore {

namespace {

bool only_space_after(std::string_view text, std::size_t offset) noexcept {
  while (offset != text.size() && json::is_space(text[offset]))
    ++offset;
  return offset == text.size();
}

} // namespace

py_ref load_whole(core_state& state, PyObject* given, const text_source& source,
                  const json::read_options& options) noexcept {
  std::string_view text = source.text;
  if (text.starts_with(base::byte_order_mark))
    text.remove_prefix(base::byte_order_mark.size());
  const utf8 validity = source.known_utf8 ? utf8::valid : utf8::unknown;
  std::size_t consumed = 0;
  base::status failure;
  py_ref result = load_one(state, text, options, consumed, failure, validity);
  if (result && only_space_after(text, consumed))
    return result;
  if (!result && failure.ok())
    return {};
  if (result)
    failure = {base::errc::data_after_text, consumed};
  // Bytes that are no text at all come first, wherever they stand.
  if (validity == utf8::unknown && !is_valid_utf8(source.text))
    failure = {base::errc::invalid_utf8, 0};
  raise_decode_error(state, given, source.text, options, failure);
  return {};
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
