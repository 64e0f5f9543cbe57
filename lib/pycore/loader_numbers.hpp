// Single numbers and literal names, a part of loader.hpp.
// SPDX-License-Identifier: Apache-2.0

template <class Objects>
inline auto loader<Objects>::load_number(const char* p) noexcept -> made {
  std::int64_t value = 0;
  if (const char* const end =
          json::read_short_integer(p, safe_end_ + load_reach, value))
    return {end, objects_.integer(value)};
  return load_decimal(p);
}

// Up to 19 digits, with a point or without, and no exponent.
template <class Objects>
[[gnu::noinline]] auto loader<Objects>::load_decimal(const char* p) noexcept -> made {
  if constexpr (scan::has_vectors) {
    if (p >= safe_begin_ && may_look_ahead(p)) {
      const bool negative = *p == '-';
      const char* const digits = p + negative;
      const std::uint32_t others = scan::not_digits32(digits);
      const auto before = static_cast<unsigned>(std::countr_zero(others));
      const char after = digits[before];
      const bool no_integer = before == 0 || (*digits == '0' && before != 1);
      if (after == '.' && !no_integer) {
        const auto length =
            static_cast<unsigned>(std::countr_zero(others & (others - 1)));
        const unsigned places = length - before - 1;
        if (length <= 20 && places != 0 && (digits[length] | 0x20) != 'e') {
          const std::uint64_t all = scan::digits(digits + length, places, length - 1);
          const double value = json::divide_by_power_of_ten(all, places);
          return {digits + length, objects_.real(negative ? -value : value)};
        }
      } else if (before <= 18 && !no_integer && (after | 0x20) != 'e') {
        const auto all =
            static_cast<std::int64_t>(scan::digits(digits + before, before, before));
        return {digits + before, objects_.integer(negative ? -all : all)};
      }
    }
  }
  return load_other_number(p);
}

template <class Objects>
auto loader<Objects>::load_other_number(const char* p) noexcept -> made {
  const json::number number = json::read_number(p, end_);
  switch (number.kind) {
  case json::number_kind::integer:
    return {number.end, objects_.integer(number.integer)};
  case json::number_kind::real: return {number.end, objects_.real(number.real)};
  case json::number_kind::long_integer: return load_long_integer(p, number.end);
  case json::number_kind::out_of_range: return {p, fail(p, errc::number_out_of_range)};
  case json::number_kind::malformed: break;
  }
  return *p == '-' && p[1] == 'I' ? load_nan(p) : made{p, fail(p)};
}

template <class Objects>
auto loader<Objects>::load_long_integer(const char* p, const char* end) noexcept
    -> made {
  // A copy, as PyLong_FromString() reads on where `_` follows.
  unescaped_.clear();
  if (!unescaped_.append({p, static_cast<std::size_t>(end - p)}) ||
      !unescaped_.append('\0'))
    return {p, fail_memory()};
  PyObject* const integer = PyLong_FromString(unescaped_.data(), nullptr, 10);
  if (end - p > longest_without_python)
    objects_.forget_neighbours();
  if (integer == nullptr && PyErr_ExceptionMatches(PyExc_ValueError)) {
    PyErr_Clear();
    fail(p, errc::integer_too_long);
  }
  return {end, integer};
}

template <class Objects>
auto loader<Objects>::load_word(const char* p) noexcept -> made {
  switch (*p) {
  case 'N':
  case 'I': return load_nan(p);
  default: return {p, fail(p)};
  }
}

template <class Objects>
inline auto loader<Objects>::load_constant(const char* p, std::string_view word,
                                           PyObject* lent) noexcept -> made {
  // The four last bytes at once, as the first is known; or a byte at a time, which ends
  // at the zero byte at the latest.
  const std::size_t known = word.size() - 4;
  if (may_look_ahead(p) ? std::memcmp(p + known, word.data() + known, 4) != 0
                        : std::strncmp(p, word.data(), word.size()) != 0)
    return {p, fail(p)};
  return {p + word.size(), Py_NewRef(lent)};
}

template <class Objects>
auto loader<Objects>::load_nan(const char* p) noexcept -> made {
  struct word {
    std::string_view text;
    double value;
  };
  constexpr word words[] = {
      {"NaN", Py_NAN}, {"Infinity", Py_HUGE_VAL}, {"-Infinity", -Py_HUGE_VAL}};
  for (const word& known : words) {
    if (std::strncmp(p, known.text.data(), known.text.size()) != 0)
      continue;
    if (!options_.allow_nan)
      return {p, fail(p, errc::nan_not_allowed)};
    return {p + known.text.size(), objects_.real(known.value)};
  }
  return {p, fail(p)};
}
