// Everything in vector-sized runs, but escapes one at a time.
// SPDX-License-Identifier: Apache-2.0
#include "pycore/str_writer.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "json/characters.hpp"
#include "json/string_writer.hpp"

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

char* escape_unless_plain(char* p, std::uint32_t value) noexcept {
  if (value >= 0x80 || !json::is_plain(static_cast<char>(value)))
    return json::write_escape(p, value);
  *p = static_cast<char>(value);
  return p + 1;
}

template <class Unit>
bool write_as_ascii(const Unit* p, const Unit* end, output_buffer& out) noexcept {
  // Room is asked for by the run, so that the inner loop need not look.
  constexpr std::ptrdiff_t run = 64;
  while (p != end) {
    const Unit* const stop = p + std::min(end - p, run);
    if (!out.reserve(static_cast<std::size_t>(stop - p) * json::max_escape_length))
      return false;
    char* cursor = out.cursor();
    for (; p != stop; ++p)
      cursor = escape_unless_plain(cursor, *p);
    out.advance_to(cursor);
  }
  return true;
}

// A width's encoder, and the most bytes it makes of a unit.
template <class Unit> struct encoder;
template <> struct encoder<Py_UCS1> {
  static constexpr auto run = &json::kernels::latin1_to_utf8;
  static constexpr std::size_t longest = 2;
};
template <> struct encoder<Py_UCS2> {
  static constexpr auto run = &json::kernels::ucs2_to_utf8;
  static constexpr std::size_t longest = 3;
};
template <> struct encoder<Py_UCS4> {
  static constexpr auto run = &json::kernels::ucs4_to_utf8;
  static constexpr std::size_t longest = 4;
};

template <class Unit>
bool write_as_utf8(const json::kernels& kernels, const Unit* p, const Unit* end,
                   output_buffer& out) noexcept {
  // By the run, lest a long str asks for thrice the room it needs.
  constexpr std::ptrdiff_t run = 4096;
  while (p != end) {
    const Unit* const stop = p + std::min(end - p, run);
    const auto count = static_cast<std::size_t>(stop - p);
    if (!out.reserve(count * encoder<Unit>::longest + json::encoder_slack))
      return false;
    const json::encoded<Unit> done =
        (kernels.*encoder<Unit>::run)(p, stop, out.cursor());
    out.advance_to(done.out);
    p = done.stop;
    if (p != stop && !write_escaped(*p++, out))
      return false;
  }
  return true;
}

template <class Unit>
bool write_wide(const json::kernels& kernels, const void* data, std::size_t count,
                bool ensure_ascii, output_buffer& out) noexcept {
  const auto* const p = static_cast<const Unit*>(data);
  return ensure_ascii ? write_as_ascii(p, p + count, out)
                      : write_as_utf8(kernels, p, p + count, out);
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
    return write_wide<Py_UCS1>(kernels, data, count, ensure_ascii, out);
  case PyUnicode_2BYTE_KIND:
    return write_wide<Py_UCS2>(kernels, data, count, ensure_ascii, out);
  default: return write_wide<Py_UCS4>(kernels, data, count, ensure_ascii, out);
  }
}

} // namespace

bool write_str(const json::kernels& kernels, PyObject* str, bool ensure_ascii,
               base::output_buffer& out) noexcept {
  return out.append('"') && write_units(kernels, str, ensure_ascii, out) &&
         out.append('"');
}

} // namespace krait::pycore
