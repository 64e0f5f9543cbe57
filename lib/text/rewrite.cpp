// One escape or number at a time; by the same functions that loads() and dumps() use.
// SPDX-License-Identifier: Apache-2.0
#include "text/rewrite.hpp"

#include <cstring>

#include "json/characters.hpp"
#include "json/kernels.hpp"
#include "json/number_reader.hpp"
#include "json/number_writer.hpp"
#include "json/string_writer.hpp"
#include "json/utf8.hpp"

namespace krait::text {

namespace {

// The code point of the escape at p (behind the reverse solidus, at the `u`): a pair of
// surrogates is one, a lone one stays. Negative: no escape.
int read_unicode_escape(const char* p, std::size_t& taken) noexcept {
  const int first = json::hex_quad(p + 1);
  taken = 5;
  if (first < 0 || !json::is_high_surrogate(static_cast<std::uint32_t>(first)) ||
      p[5] != '\\' || p[6] != 'u')
    return first;
  const int second = json::hex_quad(p + 7);
  if (second < 0 || !json::is_low_surrogate(static_cast<std::uint32_t>(second)))
    return first;
  taken = 11;
  return static_cast<int>(json::join_surrogates(static_cast<std::uint32_t>(first),
                                                static_cast<std::uint32_t>(second)));
}

bool needs_escape(std::uint32_t value, bool ascii) noexcept {
  if (value < 0x80)
    return json::is_escapable(static_cast<char>(value)) || (ascii && value == 0x7F);
  return ascii || json::is_surrogate(value);
}

// To real_room bytes; returns how many are the number.
std::size_t write_shortest(char* to, double value) noexcept {
  static const json::kernels& kernels = json::selected_kernels();
  return static_cast<std::size_t>(kernels.write_real(to, value) - to);
}

struct decimal {
  const char* digits; // from the first that is not zero; a point may stand among them
  const char* end;    // behind the last that is not zero
  std::int64_t scale; // value = 0.ddd * 10^scale
};

decimal parse(const char* p, const char* end) noexcept {
  decimal result{p, p, 0};
  p += *p == '-';
  bool any = false;
  bool fraction = false;
  for (; p != end && (json::is_digit(*p) || *p == '.'); ++p) {
    if (*p == '.') {
      fraction = true;
      continue;
    }
    if (*p != '0') {
      if (!any)
        result.digits = p;
      any = true;
      result.end = p + 1;
    }
    result.scale += any ? !fraction : -std::int64_t{fraction};
  }
  if (!any)
    return {p, p, 0};
  if (p != end) {
    constexpr std::int64_t far = std::int64_t{1} << 60;
    const bool negative = *++p == '-';
    p += negative || *p == '+';
    std::int64_t exponent = 0;
    for (; p != end; ++p)
      exponent = exponent < far / 16 ? exponent * 10 + (*p - '0') : far;
    result.scale += negative ? -exponent : exponent;
  }
  return result;
}

} // namespace

bool is_lossy(const char* literal, const char* literal_end, const char* shortest,
              const char* shortest_end) noexcept {
  decimal a = parse(literal, literal_end);
  decimal b = parse(shortest, shortest_end);
  const bool a_zero = a.digits == a.end;
  if (a_zero || b.digits == b.end)
    return a_zero != (b.digits == b.end);
  if (a.scale != b.scale)
    return true;
  for (;;) {
    a.digits += a.digits != a.end && *a.digits == '.';
    b.digits += b.digits != b.end && *b.digits == '.';
    if (a.digits == a.end || b.digits == b.end)
      return a.digits != a.end || b.digits != b.end;
    if (*a.digits++ != *b.digits++)
      return true;
  }
}

char* rewrite_escape(const char* p, char* out, std::size_t& taken,
                     const rewrite_options& options, rewrite_log& log) noexcept {
  taken = 1;
  if (*p == '/') {
    out[options.verbatim ? 0 : -1] = '/';
    return options.verbatim ? out + 1 : out;
  }
  const int value = *p == 'u' ? read_unicode_escape(p, taken) : -1;
  if (value < 0) {
    log.bad = true;
    taken = 1;
    return out;
  }
  if (options.verbatim) {
    taken = 5;
    std::memcpy(out, p, taken);
    return out + taken;
  }
  const auto code = static_cast<std::uint32_t>(value);
  return needs_escape(code, options.ascii) ? json::write_escape(out - 1, code)
                                           : json::encode_utf8(out - 1, code);
}

char* rewrite_as_ascii(const char* p, char* out, std::size_t& taken,
                       rewrite_log& log) noexcept {
  const json::code_point point = json::decode_utf8(p, p + 4, false);
  taken = point.length;
  if (point.length == 0) {
    log.bad = true;
    taken = 1;
    return out;
  }
  return json::write_escape(out, point.value);
}

bool number_stands(const char* literal, std::size_t length,
                   const rewrite_options& options, new_number& to,
                   rewrite_log& log) noexcept {
  const char* const end = literal + length;
  const json::number number = json::read_number(literal, end + 16);
  if (number.kind == json::number_kind::malformed ||
      number.kind == json::number_kind::out_of_range || number.end != end) {
    log.bad = true;
    return true;
  }
  if (options.keep_numbers || number.kind == json::number_kind::long_integer)
    return true;
  if (number.kind == json::number_kind::integer) {
    to.integral_zero = true;
    return number.integer != 0 || length != 2; // -0
  }
  to = {number.real, false};
  char shortest[json::real_room];
  const std::size_t size = write_shortest(shortest, number.real);
  return size == length && std::memcmp(shortest, literal, length) == 0;
}

char* rewrite_number(const char* literal, std::size_t length, char* out,
                     const rewrite_options& options, rewrite_log& log) noexcept {
  const char* const end = literal + length;
  const json::number number = json::read_number(literal, end + 16);
  switch (number.kind) {
  case json::number_kind::real: break;
  case json::number_kind::integer: // -0
    if (number.integer != 0 || options.keep_numbers || length != 2)
      return out;
    out[-2] = '0';
    return out - 1;
  case json::number_kind::long_integer: return out;
  case json::number_kind::malformed:
  case json::number_kind::out_of_range: log.bad = true; return out;
  }
  if (number.end != end) {
    log.bad = true;
    return out;
  }
  if (options.keep_numbers && !options.watch_lossy)
    return out;
  // The literal may lie where the text is written to.
  char shortest[json::real_room];
  const std::size_t size = write_shortest(shortest, number.real);
  if (options.watch_lossy && is_lossy(literal, end, shortest, shortest + size)) {
    if (log.lossy++ == 0)
      log.first_lossy = literal;
  }
  if (options.keep_numbers)
    return out;
  std::memcpy(out - length, shortest, json::real_room);
  return out - length + size;
}

} // namespace krait::text
