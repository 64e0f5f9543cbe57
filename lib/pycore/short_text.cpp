// SPDX-License-Identifier: Apache-2.0
#include "pycore/short_text.hpp"

#include <bit>
#include <cstdint>
#include <cstring>

#include "pycore/compat/layout.hpp"
#include "pycore/objects.hpp"
#include "json/characters.hpp"
#include "json/decimal.hpp"
#include "json/scan/byte_masks.hpp"
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

// What is the same for all of a text.
struct source {
  core_state& state;
  const char* begin;
  const char* end; // a zero byte stands here
  utf8 validity;
};

// The first byte from p on that is not plain ASCII, as the zero byte at the end.
[[gnu::always_inline]] inline const char* find_stop(const source& text,
                                                    const char* p) noexcept {
  for (; text.end - p >= 8; p += 8) {
    std::uint64_t word;
    std::memcpy(&word, p, sizeof word);
    if (const std::uint64_t stops = stops_in(word); stops != 0)
      return p + std::countr_zero(stops) / 8;
  }
  if (text.end - text.begin >= 7) { // the last eight bytes, less what was seen
    std::uint64_t word;
    std::memcpy(&word, text.end - 7, sizeof word);
    word >>= 8 * (7 - (text.end - p));
    return p + std::countr_zero(stops_in(word)) / 8;
  }
  while (is_plain(*p))
    ++p;
  return p;
}

// The value, and the place behind it; null: none, whatever the reason. In
// registers: a place that is kept in memory costs a short text a fifth of its time.
struct made {
  const char* p;
  PyObject* object;
};

// Of at least four bytes.
[[gnu::always_inline]] inline made read_name(const source& text, const char* p,
                                             std::string_view name,
                                             PyObject* lent) noexcept {
  const auto length = static_cast<std::ptrdiff_t>(name.size());
  if (text.end - p < length || std::memcmp(p, name.data(), 4) != 0 ||
      p[length - 1] != name.back())
    return {};
  return {p + length, Py_NewRef(lent)};
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

// One code point of two or three bytes; any other by the exact reader. No byte behind a
// zero byte is looked at.
[[gnu::always_inline]] inline json::code_point decode(const source& text,
                                                      const char* p) noexcept {
  const auto bits = [p](int at, std::uint32_t mask) {
    return static_cast<std::uint8_t>(p[at]) & mask;
  };
  if (bits(0, 0xE0) == 0xC0 && bits(0, 0x1E) != 0 && bits(1, 0xC0) == 0x80)
    return {bits(0, 0x1F) << 6 | bits(1, 0x3F), 2};
  if (bits(0, 0xF0) == 0xE0 && bits(1, 0xC0) == 0x80 && bits(2, 0xC0) == 0x80) {
    const std::uint32_t value =
        bits(0, 0x0F) << 12 | bits(1, 0x3F) << 6 | bits(2, 0x3F);
    if (value >= 0x800 && !json::is_surrogate(value))
      return {value, 3};
  }
  return json::decode_utf8(p, text.end, text.validity == utf8::valid);
}

// A str of `length` code points, not all of them ASCII, which have `bits` together.
template <class Objects>
PyObject* make_other_str(Objects& objects, const std::uint32_t* units,
                         std::size_t length, std::uint32_t bits) noexcept {
  if (bits < 0x100 && length == 1)
    return PyUnicode_FromOrdinal(static_cast<int>(bits)); // CPython keeps these
  const unsigned unit = bits < 0x100 ? 1 : bits < 0x10000 ? 2 : 4;
  void* to = nullptr;
  PyObject* const str = objects.str(length, unit, to);
  if (str == nullptr)
    return nullptr;
  switch (unit) {
  case 1:
    for (std::size_t i = 0; i < length; ++i)
      static_cast<std::uint8_t*>(to)[i] = static_cast<std::uint8_t>(units[i]);
    break;
  case 2:
    for (std::size_t i = 0; i < length; ++i)
      static_cast<std::uint16_t*>(to)[i] = static_cast<std::uint16_t>(units[i]);
    break;
  default: std::memcpy(to, units, length * sizeof *units); break;
  }
  return str;
}

// Not all of it ASCII, but without escapes. p: behind the quotation mark.
template <class Objects>
[[gnu::noinline]] made read_other_string(const source& text, Objects& objects,
                                         const char* p) noexcept {
  std::uint32_t units[longest_short_text];
  std::size_t length = 0;
  std::uint32_t bits = 0;
  for (; *p != '"'; ++length) {
    if (json::is_ascii(*p)) {
      if (json::is_escapable(*p))
        return {};
      units[length] = static_cast<std::uint32_t>(*p++);
      continue;
    }
    const json::code_point next = decode(text, p);
    if (next.length == 0)
      return {};
    bits |= units[length] = next.value;
    p += next.length;
  }
  return {p + 1, make_other_str(objects, units, length, bits)};
}

template <class Objects>
[[gnu::always_inline]] inline made read_string(const source& text, Objects& objects,
                                               const char* p) noexcept {
  const char* const begin = p + 1;
  const char* const quote = find_stop(text, begin);
  if (*quote != '"') [[unlikely]]
    return json::is_ascii(*quote) ? made{} : read_other_string(text, objects, begin);
  const auto length = static_cast<std::size_t>(quote - begin);
  object_cache& cache = text.state.objects;
  if (length < 2)
    return {quote + 1, length == 0 ? cache.empty() : cache.character(*begin)};
  char* to = nullptr;
  PyObject* const str = objects.ascii(length, to);
  if (str != nullptr)
    json::copy_exactly<16>(to, begin, length);
  return {quote + 1, str};
}

template <class Objects>
made read_array(const source& text, const char* p, PyObject** top,
                shape_node* tree) noexcept;
template <class Objects>
made read_object(const source& text, const char* p, PyObject** top,
                 shape_node* tree) noexcept;

// top: where the values of the containers around it end, and its own may lie. tree: of
// the objects in it; null: there is none yet.
template <class Objects>
[[gnu::always_inline]] inline made read_value(const source& text, const char* p,
                                              PyObject** top,
                                              shape_node* tree) noexcept {
  Objects objects(text.state.objects, true);
  switch (*p) {
  case '"': return read_string(text, objects, p);
  case 'n': return read_name(text, p, "null", Py_None);
  case 't': return read_name(text, p, "true", Py_True);
  case 'f': return read_name(text, p, "false", Py_False);
  case '[': return read_array<Objects>(text, p, top, tree);
  case '{':
    if (p[1] == '}')
      return {p + 2, PyDict_New()};
    return read_object<Objects>(text, p, top, tree);
  default: return read_number(objects, p);
  }
}

[[gnu::noinline]] made give_up(PyObject** first, PyObject** top) noexcept {
  while (top != first)
    Py_DECREF(*--top);
  return {};
}

template <class Objects>
[[gnu::noinline]] made read_array(const source& text, const char* p, PyObject** top,
                                  shape_node* tree) noexcept {
  PyObject** const first = top;
  if (*++p != ']') {
    for (;; ++p) {
      p += *p == ' ';
      const made next = read_value<Objects>(text, p, top, tree);
      if (next.object == nullptr)
        return give_up(first, top);
      p = next.p;
      *top++ = next.object;
      if (*p != ',')
        break;
    }
  }
  if (*p != ']')
    return give_up(first, top);
  const auto count = static_cast<std::size_t>(top - first);
  PyObject* const list = Objects(text.state.objects, true).list(first, count);
  return list != nullptr ? made{p + 1, list} : give_up(first, top);
}

template <class Word> bool equal(const char* one, const char* other) noexcept {
  Word a, b;
  std::memcpy(&a, one, sizeof a);
  std::memcpy(&b, other, sizeof b);
  return a == b;
}

// Whether the node's token is what stands at p, and something behind it.
[[gnu::always_inline]] inline bool begins_with_token(const source& text, const char* p,
                                                     const shape_node& node) noexcept {
  const std::ptrdiff_t length = node.token_length;
  const char* const token = node.token;
  if (text.end - p <= length)
    return false;
  if (length < 4)
    return std::memcmp(p, token, static_cast<std::size_t>(length)) == 0;
  if (length < 8)
    return equal<std::uint32_t>(p, token) &&
           equal<std::uint32_t>(p + length - 4, token + length - 4);
  for (std::ptrdiff_t at = 0; at + 8 < length; at += 8)
    if (!equal<std::uint64_t>(p + at, token + at))
      return false;
  return equal<std::uint64_t>(p + length - 8, token + length - 8);
}

// Whether what is to be known of objects that end at this node is known.
template <class Objects> bool is_known(const shape_node& last) noexcept {
  return last.shared != nullptr || last.depth < Objects::least_shared;
}

template <class Objects>
[[gnu::always_inline]] inline PyObject*
make_dict(object_cache& cache, const shape_node& last, PyObject* const* values,
          bool holds_containers) noexcept {
  Objects objects(cache, true);
  if (last.shared != nullptr) [[likely]]
    return objects.dict(*last.shared, values, holds_containers);
  PyObject* keys[Objects::least_shared];
  keys_up_to(last, keys);
  return objects.dict(keys, values, last.depth, holds_containers);
}

// Its keys must come as guessed, and not for the first time; loads() learns shapes.
template <class Objects>
[[gnu::noinline]] made read_object(const source& text, const char* p, PyObject** top,
                                   shape_node* tree) noexcept {
  if (tree == nullptr || tree->waiting != 0)
    return {};
  PyObject** const first = top;
  bool holds_containers = false;
  const shape_node* node = tree;
  do {
    ++p;
    node = node->guess;
    if (!begins_with_token(text, p, *node))
      return give_up(first, top);
    p += node->token_length;
    holds_containers |= *p == '[' || *p == '{';
    shape_node* const inner = node->inner != nullptr ? node->inner : tree->inner;
    const made next = read_value<Objects>(text, p, top, inner);
    if (next.object == nullptr)
      return give_up(first, top);
    p = next.p;
    *top++ = next.object;
  } while (*p == ',');
  if (*p != '}' || !is_known<Objects>(*node))
    return give_up(first, top);
  PyObject* const dict =
      make_dict<Objects>(text.state.objects, *node, first, holds_containers);
  return dict != nullptr ? made{p + 1, dict} : give_up(first, top);
}

template <class Objects> PyObject* load(const source& text) noexcept {
  PyObject* values[longest_short_text / 2]; // of the containers that are open
  const made read =
      read_value<Objects>(text, text.begin, values, text.state.shapes.root());
  if (read.object == nullptr || read.p == text.end) [[likely]]
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
    const source all{state, text.data(), text.data() + text.size(), validity};
#if KRAIT_LAYOUT
    value = state.layout_known ? load<compat::layout_objects>(all)
                               : load<public_objects>(all);
#else
    value = load<public_objects>(all);
#endif
    state.shapes.end();
  }
  if (value == nullptr && PyErr_Occurred() != nullptr) [[unlikely]]
    PyErr_Clear();
  return value;
}

} // namespace krait::pycore
