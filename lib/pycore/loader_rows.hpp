// Rows of numbers: arrays that hold little else, and arrays of such arrays. And rows of
// literal names.
// SPDX-License-Identifier: Apache-2.0
//
// A part of loader.hpp. One look at 64 bytes finds where all numbers in them end, so
// that the place of the next number does not depend on what the last one was. Numbers
// that are not plain (exponents, more than 19 digits, errors) are left to
// load_number().

// p: at the first character of a number, in the innermost open array, which is f.
template <class Objects>
[[gnu::noinline]] auto loader<Objects>::load_row(const char* p, PyObject** top,
                                                 frame* f) noexcept -> row {
  const bool in_array = f[-1].what == kind::array;
  std::size_t mark = f->mark;
  bool is_dense = true; // more than two numbers in 64 bytes, or none looked at yet
  const auto stop = [&](const char* at, row_end why) -> row {
    f->mark = mark;
    return {at, top, why};
  };
  while (may_look_ahead(p)) {
    if (values_.limit - top < static_cast<std::ptrdiff_t>(scan::block)) [[unlikely]] {
      const std::size_t count = index_of(top);
      if (!grow_values())
        return stop(p, row_end::failed);
      top = values_.begin + count;
    }
    const row numbers = load_block(p, top, is_dense);
    is_dense = is_dense && numbers.top - top > 2;
    p = numbers.p;
    top = numbers.top;
    if (numbers.end == row_end::before_number)
      continue;
    if (numbers.end != row_end::behind_value || *p != ']') [[unlikely]]
      return stop(p, numbers.end);
    PyObject** const first = values_.begin + mark;
    PyObject* const list = objects_.list(first, static_cast<std::size_t>(top - first));
    if (list == nullptr) [[unlikely]]
      return stop(p, row_end::failed);
    *first = list;
    top = first + 1;
    // Where the next array is such a row, too, its frame is ready.
    const char* const next = p + 2 + (p[1] == ',' && p[2] == ' ');
    if (!in_array || p[1] != ',' || next[0] != '[' || !begins_number(next[1]))
      return stop(p + 1, row_end::closed);
    f[-1].holds_containers = true;
    mark = index_of(top);
    p = next + 1;
  }
  return stop(p, row_end::before_value);
}

// The numbers that end in the 64 bytes from p on, where one begins.
template <class Objects>
[[gnu::always_inline]] inline auto
loader<Objects>::load_block(const char* p, PyObject** top, bool is_dense) noexcept
    -> row {
  if constexpr (scan::has_row_marks) {
    if (is_dense) { // what it takes to know them all is shared by few otherwise
      const plain_numbers numbers = find_plain_numbers(p);
      if (numbers.ends != 0) [[likely]]
        return load_plain_block(p, top, numbers);
    }
  }
  return load_other_block(p, top);
}

// Where the numbers of a block are, if all that end in it are plain: digits, a point
// among them or none, a comma and perhaps one space behind it.
template <class Objects>
[[gnu::always_inline]] inline auto
loader<Objects>::find_plain_numbers(const char* block) noexcept -> plain_numbers {
  const json::row_marks marks = scan::marks(block);
  const std::uint64_t behind_commas = marks.commas << 1;
  std::uint64_t gaps = ~marks.known & behind_commas; // one space or line end
  if (gaps != 0)
    gaps &= scan::spaces(block);
  std::uint64_t stop = ~(marks.known | gaps);
  stop &= 0 - stop;                         // the lowest
  std::uint64_t inside = stop ^ (stop - 1); // up to there; all, where there is none
  if (stop != 0) {
    const char c = block[std::countr_zero(stop)];
    // Part of a number, or no end of one: more white space, or nothing we know.
    if ((c != ']' && !json::is_space(c)) || (stop & (behind_commas | gaps << 1)) != 0)
      stop = 0;
  }
  const std::uint64_t ends = (marks.commas & inside) | stop;
  if (ends == 0) [[unlikely]]
    return {};
  inside &= ~std::uint64_t{0} >> std::countl_zero(ends);
  const std::uint64_t digits =
      marks.known & ~(marks.commas | marks.minuses | marks.points);
  const std::uint64_t points = marks.points & inside;
  const std::uint64_t starts = (behind_commas | gaps << 1 | 1) & ~gaps & inside;
  // A bit that has a minus sign moves up by one, as bits are carried.
  const std::uint64_t firsts = starts + (marks.minuses & starts);
  const std::uint64_t bad =
      (marks.minuses & ~starts & inside) | (firsts & ~digits) |
      (points & ~(digits << 1 & digits >> 1)) |
      (marks.zeros & firsts & digits >> 1); // a zero in front of digits
  // From behind each point a carry runs to the next point or end: no second point.
  const std::uint64_t second_points = ((points << 1) + ~(points | ends)) & points;
  if ((bad | second_points) != 0) [[unlikely]]
    return {};
  return {ends, firsts, points, marks.minuses << 1, stop != 0};
}

template <class Objects>
[[gnu::always_inline]] inline auto
loader<Objects>::load_plain_block(const char* block, PyObject** top,
                                  plain_numbers numbers) noexcept -> row {
  for (;;) {
    const auto end = static_cast<unsigned>(std::countr_zero(numbers.ends));
    const auto begin = static_cast<unsigned>(std::countr_zero(numbers.firsts));
    const auto point = static_cast<unsigned>(std::countr_zero(numbers.points));
    const std::uint64_t negative = numbers.signs >> begin & 1;
    const unsigned length = end - begin;
    PyObject* number;
    if (point < end) {
      const unsigned places = end - point - 1;
      if (length > 20) [[unlikely]]
        return {block + begin - negative, top, row_end::before_value};
      // By the length, not by the value: a branch that 16 and 17 digits in turn do not
      // upset.
      const double value =
          length <= 16 ? json::divide_few_digits(
                             scan::few_digits(block + end, places, length - 1), places)
                       : json::divide_many_digits(
                             scan::digits(block + end, places, length - 1), places);
      number = objects_.real(with_sign(value, negative));
      numbers.points &= numbers.points - 1;
    } else {
      if (length > 18) [[unlikely]]
        return {block + begin - negative, top, row_end::before_value};
      const auto value = static_cast<std::int64_t>(
          length <= 8 ? json::eight_digits::last_of(block + end, length)
                      : scan::digits(block + end, length, length));
      const auto sign = static_cast<std::int64_t>(negative);
      number = objects_.integer((value ^ -sign) + sign);
    }
    if (number == nullptr) [[unlikely]]
      return {block, top, row_end::failed};
    *top++ = number;
    numbers.ends &= numbers.ends - 1;
    numbers.firsts &= numbers.firsts - 1;
    if (numbers.ends == 0) {
      if (numbers.stops)
        return {block + end, top, row_end::behind_value};
      return {skip_space(block + end + 1), top, row_end::before_number};
    }
  }
}

// The same for numbers of any kind, as far as load_plain() knows it.
template <class Objects>
auto loader<Objects>::load_other_block(const char* block, PyObject** top) noexcept
    -> row {
  const auto bits = scan::numbers(block);
  std::uint64_t ends = bits.ends;
  if (ends == 0) [[unlikely]]
    return {block, top, row_end::before_value};
  unsigned at = 0;
  for (;;) {
    const auto end = static_cast<unsigned>(std::countr_zero(ends));
    PyObject* const number = load_plain(block + at, block + end, bits.not_digits >> at);
    if (number == nullptr) [[unlikely]]
      return {block + at, top,
              PyErr_Occurred() ? row_end::failed : row_end::before_value};
    *top++ = number;
    if (block[end] != ',') [[unlikely]]
      return {block + end, top, row_end::behind_value};
    at = end + 1;
    ends &= ends - 1;
    if (bits.spaces >> end >> 1 & 1) {
      const std::uint64_t solid = ~bits.spaces & ~std::uint64_t{1} << end;
      at = static_cast<unsigned>(std::countr_zero(solid));
      ends = at == scan::block ? 0 : ends & ~std::uint64_t{0} << at;
    }
    if (ends == 0)
      return {skip_space(block + at), top, row_end::before_number};
  }
}

// A number [p, end) without exponent that ends in this block; `others` are the bytes
// from p on that are no digits. Null without an error: not of that kind.
template <class Objects>
inline PyObject* loader<Objects>::load_plain(const char* p, const char* end,
                                             std::uint64_t others) noexcept {
  const bool negative = *p == '-';
  p += negative;
  others >>= static_cast<unsigned>(negative);
  const auto length = static_cast<unsigned>(end - p);
  const auto before = static_cast<unsigned>(std::countr_zero(others));
  if (before == 0 || (*p == '0' && before != 1)) [[unlikely]]
    return nullptr;
  if (before == length) {
    if (length > 18) [[unlikely]]
      return nullptr;
    const auto value =
        static_cast<std::int64_t>(length <= 8 ? json::eight_digits::last_of(end, length)
                                              : scan::digits(end, length, length));
    return objects_.integer(negative ? -value : value);
  }
  const std::uint64_t more = others & (others - 1);
  const unsigned places = length - before - 1;
  if (p[before] != '.' || places == 0 || length > 20 ||
      static_cast<unsigned>(std::countr_zero(more)) != length) [[unlikely]]
    return load_scientific(p, end, others, negative);
  // By the length, not by the value: a branch that 16 and 17 digits in turn do not
  // upset.
  const double value =
      length <= 16
          ? json::divide_few_digits(scan::few_digits(end, places, length - 1), places)
          : json::divide_many_digits(scan::digits(end, places, length - 1), places);
  return objects_.real(with_sign(value, negative));
}

// The same for a number with an exponent, its minus sign passed over.
template <class Objects>
[[gnu::noinline]] PyObject*
loader<Objects>::load_scientific(const char* p, const char* end, std::uint64_t others,
                                 bool negative) noexcept {
  const auto before = static_cast<unsigned>(std::countr_zero(others));
  unsigned length = before;
  unsigned places = 0;
  if (p[before] == '.') {
    length = static_cast<unsigned>(std::countr_zero(others & (others - 1)));
    places = length - before - 1;
    if (places == 0)
      return nullptr;
  }
  const unsigned total = length - (places != 0);
  if ((p[length] | 0x20) != 'e' || total > 19)
    return nullptr;
  const std::uint64_t digits =
      scan::digits(p + length, places != 0 ? places : total, total);
  const char* q = p + length + 1;
  const bool below_one = *q == '-';
  q += below_one || *q == '+';
  if (q == end || end - q > 4)
    return nullptr;
  std::int64_t exponent = 0;
  for (; q != end; ++q) {
    if (!json::is_digit(*q))
      return nullptr;
    exponent = exponent * 10 + (*q - '0');
  }
  exponent = (below_one ? -exponent : exponent) - places;
  const double value = digits == 0 ? 0.0 : json::scale_decimal(digits, exponent);
  if (std::isinf(value))
    return nullptr;
  return objects_.real(negative ? -value : value);
}

// p: at what may be a literal name in an array. Takes those that follow, too.
template <class Objects>
[[gnu::noinline]] auto loader<Objects>::load_literals(const char* p,
                                                      PyObject** top) const noexcept
    -> row {
  while (top != values_.limit && may_look_ahead(p)) {
    PyObject* lent = nullptr;
    if (std::memcmp(p, "true", 4) == 0)
      lent = Py_True;
    else if (std::memcmp(p, "null", 4) == 0)
      lent = Py_None;
    else if (std::memcmp(p, "false", 5) == 0)
      lent = Py_False;
    else
      break;
    p += lent == Py_False ? 5 : 4;
    *top++ = Py_NewRef(lent);
    if (*p != ',')
      return {p, top, row_end::behind_value};
    p = skip_space(p + 1);
  }
  return {p, top, row_end::before_value};
}
