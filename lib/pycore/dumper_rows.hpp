// The numbers at the start of a list, for dumper.hpp, before which it is included in
// the same way. SPDX-License-Identifier: Apache-2.0

template <class Values> struct number_rows {
  // Numbers that are taken at once.
  static constexpr Py_ssize_t step = 16;
  static constexpr std::size_t room = step * (json::real_room + 1);

  // Of a list of that many elements: a few integers are not worth it.
  static bool may_begin_with(PyObject* element, Py_ssize_t size) noexcept {
    const PyTypeObject* const type = Py_TYPE(element);
    return type == &PyFloat_Type || (size >= step && type == &PyLong_Type);
  }

  // Those of [at, size) that follow, up to `step` of one kind, and a comma behind each;
  // moves `at`. The doubles are collected first, so that those that lie cold are waited
  // for together.
  [[gnu::always_inline]] static char* write(char* p, PyObject* const* elements,
                                            Py_ssize_t size, Py_ssize_t& at) noexcept {
    const Py_ssize_t end = std::min(size, at + step);
    double reals[step];
    const std::size_t count = collect(reals, elements + at, end - at);
    if (count == 0)
      return integers(p, elements, end, at);
    at += static_cast<Py_ssize_t>(count);
    return write_doubles(p, reals, count);
  }

private:
  [[gnu::always_inline]] static std::size_t
  collect(double* reals, PyObject* const* elements, Py_ssize_t most) noexcept {
    Py_ssize_t count = 0;
    for (; count < most && Py_TYPE(elements[count]) == &PyFloat_Type; ++count) {
      reals[count] = PyFloat_AS_DOUBLE(elements[count]);
      if (!is_finite(reals[count])) [[unlikely]]
        break;
    }
    return static_cast<std::size_t>(count);
  }
  [[gnu::always_inline]] static char* integers(char* p, PyObject* const* elements,
                                               Py_ssize_t end,
                                               Py_ssize_t& at) noexcept {
    for (; at < end && Py_TYPE(elements[at]) == &PyLong_Type; ++at) {
      std::uint64_t magnitude = 0;
      bool negative = false;
      if (!Values::integer(elements[at], magnitude, negative)) [[unlikely]]
        break;
      *p = '-';
      p = json::write_magnitude(p + negative, magnitude);
      *p++ = ',';
    }
    return p;
  }
};
