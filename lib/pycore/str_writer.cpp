// ASCII in vector-sized runs, wider strings a code point at a time.
// SPDX-License-Identifier: Apache-2.0
#include "pycore/str_writer.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "json/characters.hpp"
#include "json/string_writer.hpp"
#include "json/utf8.hpp"

namespace krait::pycore {

namespace {

using base::output_buffer;

bool write_escaped(std::uint32_t value, output_buffer& out) noexcept {
  if (!out.reserve(json::max_escape_length))
    return false;
  out.advance_to(json::write_escape(out.cursor(), value));
  return true;
}

bool write_ascii(const json::kernels& kernels, const char* p, const char* end,
                 bool ensure_ascii, output_buffer& out) noexcept {
  // DEL is plain but for ensure_ascii, which json takes to mean " " to "~".
  const auto find = ensure_ascii ? kernels.find_not_plain : kernels.find_escapable;
  for (;;) {
    const char* const stop = find(p, end);
    if (!out.append({p, static_cast<std::size_t>(stop - p)}))
      return false;
    if (stop == end)
      return true;
    if (!write_escaped(static_cast<std::uint8_t>(*stop), out))
      return false;
    p = stop + 1;
  }
}

// The bytes that one code point may need at most: an escaped pair.
constexpr std::size_t room = json::max_escape_length;

char* write_code_point(char* p, std::uint32_t value, bool ensure_ascii) noexcept {
  if (value < 0x80) {
    const char c = static_cast<char>(value);
    if (json::is_escapable(c) || (ensure_ascii && value == 0x7F))
      return json::write_escape(p, value);
    *p = c;
    return p + 1;
  }
  if (ensure_ascii || json::is_surrogate(value))
    return json::write_escape(p, value);
  return json::encode_utf8(p, value);
}

template <class Unit>
bool write_wide(const Unit* p, std::size_t count, bool ensure_ascii,
                output_buffer& out) noexcept {
  // Room is asked for by the run, so that the inner loop need not look.
  constexpr std::size_t run = 64;
  while (count != 0) {
    const std::size_t now = std::min(count, run);
    if (!out.reserve(now * room))
      return false;
    char* cursor = out.cursor();
    for (std::size_t i = 0; i < now; ++i)
      cursor = write_code_point(cursor, p[i], ensure_ascii);
    out.advance_to(cursor);
    p += now;
    count -= now;
  }
  return true;
}

bool write_units(const json::kernels& kernels, PyObject* str, bool ensure_ascii,
                 output_buffer& out) noexcept {
  const auto count = static_cast<std::size_t>(PyUnicode_GET_LENGTH(str));
  const void* const data = PyUnicode_DATA(str);
  if (PyUnicode_IS_ASCII(str)) {
    const auto* text = static_cast<const char*>(data);
    return write_ascii(kernels, text, text + count, ensure_ascii, out);
  }
  switch (PyUnicode_KIND(str)) {
  case PyUnicode_1BYTE_KIND:
    return write_wide(static_cast<const Py_UCS1*>(data), count, ensure_ascii, out);
  case PyUnicode_2BYTE_KIND:
    return write_wide(static_cast<const Py_UCS2*>(data), count, ensure_ascii, out);
  default:
    return write_wide(static_cast<const Py_UCS4*>(data), count, ensure_ascii, out);
  }
}

} // namespace

bool write_str(const json::kernels& kernels, PyObject* str, bool ensure_ascii,
               base::output_buffer& out) noexcept {
  return out.append('"') && write_units(kernels, str, ensure_ascii, out) &&
         out.append('"');
}

} // namespace krait::pycore
