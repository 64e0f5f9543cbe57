// SPDX-License-Identifier: Apache-2.0
#include "pycore/short_text.hpp"

#include <bit>
#include <cstdint>
#include <cstring>

#include "pycore/compat/layout.hpp"
#include "pycore/objects.hpp"
#include "json/characters.hpp"
#include "json/decimal.hpp"
#include "json/utf8.hpp"

namespace krait::pycore {

namespace {

constexpr std::uint64_t each_byte(unsigned char value) noexcept {
  return std::uint64_t{value} * 0x0101010101010101;
}

// The high bit of each of eight bytes that is `"`, `\`, a control character or no
// ASCII; bytes above the lowest such may have it for no reason.
std::uint64_t stops_in(std::uint64_t word) noexcept {
  const std::uint64_t quote = word ^ each_byte('"');
  const std::uint64_t slash = word ^ each_byte('\\');
  const std::uint64_t below =
      (word - each_byte(' ')) | (quote - each_byte(1)) | (slash - each_byte(1)) | word;
  return below & each_byte(0x80);
}

bool is_plain(char c) noexcept { return json::is_ascii(c) && !json::is_escapable(c); }

// The first byte of [p, end) that is not plain ASCII; `end` if there is none.
const char* find_stop(const char* p, const char* end) noexcept {
  for (; end - p >= 8; p += 8) {
    std::uint64_t word;
    std::memcpy(&word, p, sizeof word);
    if (const std::uint64_t stops = stops_in(word); stops != 0)
      return p + std::countr_zero(stops) / 8;
  }
  while (p != end && is_plain(*p))
    ++p;
  return p;
}

// The value, and the place behind it; null: none, whatever the reason. In
// registers: a place that is kept in memory costs a short text a fifth of its time.
struct made {
  const char* p;
  PyObject* object;
};

[[gnu::always_inline]] inline made read_name(const char* p, std::string_view name,
                                             PyObject* lent) noexcept {
  if (std::strncmp(p, name.data(), name.size()) != 0)
    return {};
  return {p + name.size(), Py_NewRef(lent)};
}

// Wraps where there are too many.
[[gnu::always_inline]] inline const char* read_digits(const char* p,
                                                      std::uint64_t& value) noexcept {
  for (; json::is_digit(*p); ++p)
    value = value * 10 + static_cast<std::uint64_t>(*p - '0');
  return p;
}

// Without an exponent, of so few digits that a double holds them.
template <class Objects>
[[gnu::always_inline]] inline made read_number(Objects& objects,
                                               const char* p) noexcept {
  constexpr std::ptrdiff_t most = 15; // digits
  const bool negative = *p == '-';
  const char* const begin = p + negative;
  std::uint64_t digits = 0;
  p = read_digits(begin, digits);
  if (p == begin || (*begin == '0' && p - begin != 1))
    return {};
  const char* const point = p;
  if (*p == '.')
    p = read_digits(p + 1, digits);
  if (p - begin > most || p[-1] == '.' || (*p | 0x20) == 'e')
    return {};
  if (p == point) {
    const auto value = static_cast<std::int64_t>(digits);
    return {p, objects.integer(negative ? -value : value)};
  }
  const double value =
      json::divide_few_digits(digits, static_cast<unsigned>(p - point - 1));
  return {p, PyFloat_FromDouble(negative ? -value : value)};
}

// Not all of it ASCII, but without escapes. p: behind the quotation mark.
[[gnu::noinline]] made read_other_string(const char* p, const char* end,
                                         utf8 validity) noexcept {
  Py_UCS4 units[longest_short_text];
  Py_ssize_t length = 0;
  while (*p != '"') {
    const json::code_point next = json::decode_utf8(p, end, validity == utf8::valid);
    if (next.length == 0 || next.value < ' ' || next.value == '\\')
      return {};
    units[length++] = next.value;
    p += next.length;
  }
  return {p + 1, PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, units, length)};
}

template <class Objects>
[[gnu::always_inline]] inline made read_string(object_cache& cache, Objects& objects,
                                               const char* p, const char* end,
                                               utf8 validity) noexcept {
  const char* const begin = p + 1;
  const char* const quote = find_stop(begin, end);
  if (*quote != '"') [[unlikely]]
    return json::is_ascii(*quote) ? made{} : read_other_string(begin, end, validity);
  const auto length = static_cast<std::size_t>(quote - begin);
  if (length < 2)
    return {quote + 1, length == 0 ? cache.empty() : cache.character(*begin)};
  char* to = nullptr;
  PyObject* const str = objects.ascii(length, to);
  if (str != nullptr)
    std::memcpy(to, begin, length);
  return {quote + 1, str};
}

template <class Objects>
[[gnu::always_inline]] inline made read_value(object_cache& cache, const char* p,
                                              const char* end, utf8 validity) noexcept {
  Objects objects(cache, true);
  switch (*p) {
  case '"': return read_string(cache, objects, p, end, validity);
  case 'n': return read_name(p, "null", Py_None);
  case 't': return read_name(p, "true", Py_True);
  case 'f': return read_name(p, "false", Py_False);
  case '{': return {p + 2, p[1] == '}' ? PyDict_New() : nullptr};
  default: return read_number(objects, p);
  }
}

[[gnu::noinline]] made give_up(PyObject* const* values, std::size_t count) noexcept {
  while (count != 0)
    Py_DECREF(values[--count]);
  return {};
}

template <class Objects>
[[gnu::noinline]] made read_array(object_cache& cache, const char* p, const char* end,
                                  utf8 validity) noexcept {
  PyObject* values[longest_short_text / 2];
  std::size_t count = 0;
  if (*++p != ']') {
    for (;; ++p) {
      p += *p == ' ';
      const made next = read_value<Objects>(cache, p, end, validity);
      if (next.object == nullptr)
        return give_up(values, count);
      p = next.p;
      values[count++] = next.object;
      if (*p != ',')
        break;
    }
  }
  PyObject* const list = *p == ']' ? Objects(cache, true).list(values, count) : nullptr;
  return list != nullptr ? made{p + 1, list} : give_up(values, count);
}

// Its keys must come as guessed, and not for the first time; loads() learns shapes.
template <class Objects>
[[gnu::noinline]] made read_object(core_state& state, const char* p, const char* end,
                                   utf8 validity) noexcept {
  PyObject* values[longest_short_text / 2];
  std::size_t count = 0;
  bool holds_containers = false;
  const shape_node* node = state.shapes.root();
  do {
    ++p;
    node = node->guess;
    if (end - p <= node->token_length ||
        std::memcmp(p, node->token, node->token_length) != 0)
      return give_up(values, count);
    p += node->token_length;
    holds_containers |= *p == '[' || *p == '{';
    const made next = *p == '[' ? read_array<Objects>(state.objects, p, end, validity)
                                : read_value<Objects>(state.objects, p, end, validity);
    if (next.object == nullptr)
      return give_up(values, count);
    p = next.p;
    values[count++] = next.object;
  } while (*p == ',');
  if (*p != '}' || node->shared == nullptr)
    return give_up(values, count);
  PyObject* const dict =
      Objects(state.objects, true).dict(*node->shared, values, holds_containers);
  return dict != nullptr ? made{p + 1, dict} : give_up(values, count);
}

template <class Objects>
made read_text(core_state& state, std::string_view text, utf8 validity) noexcept {
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  if (text.front() == '[')
    return read_array<Objects>(state.objects, begin, end, validity);
  if (text.front() == '{' && text[1] != '}')
    return state.shapes.root()->waiting == 0
               ? read_object<Objects>(state, begin, end, validity)
               : made{};
  return read_value<Objects>(state.objects, begin, end, validity);
}

template <class Objects>
PyObject* load(core_state& state, std::string_view text, utf8 validity) noexcept {
  const char* const end = text.data() + text.size();
  const made read = read_text<Objects>(state, text, validity);
  if (read.object == nullptr || read.p == end) [[likely]]
    return read.object;
  Py_DECREF(read.object);
  return nullptr;
}

} // namespace

// Counts as a text like others, so that what they held is forgotten in time.
PyObject* load_short_text(core_state& state, std::string_view text,
                          utf8 validity) noexcept {
  PyObject* value = nullptr;
  if (state.begin_text()) {
#if KRAIT_LAYOUT
    value = state.layout_known ? load<compat::layout_objects>(state, text, validity)
                               : load<public_objects>(state, text, validity);
#else
    value = load<public_objects>(state, text, validity);
#endif
    state.shapes.end();
  }
  if (value == nullptr && PyErr_Occurred() != nullptr) [[unlikely]]
    PyErr_Clear();
  return value;
}

} // namespace krait::pycore
