// The numbers at the start of a list, and pairs of them, for dumper.hpp, before which
// it is included in the same way. SPDX-License-Identifier: Apache-2.0

template <class Values> struct number_rows {
  // Numbers that are taken at once.
  static constexpr Py_ssize_t step = 16;
  static constexpr std::size_t room = step * (json::real_room + 2) + step / 2;

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

  // A place on a map, say: an exact list of two doubles.
  static bool is_pair(PyObject* element) noexcept {
    if (Py_TYPE(element) != &PyList_Type || PyList_GET_SIZE(element) != 2)
      return false;
    PyObject* const* const both = reinterpret_cast<PyListObject*>(element)->ob_item;
    return Py_TYPE(both[0]) == &PyFloat_Type && Py_TYPE(both[1]) == &PyFloat_Type;
  }
  struct written {
    char* end;
    Py_ssize_t next;
  };
  // Those of [at, size) that follow, up to step / 2 and of finite doubles, and commas
  // between. What a pair lies in takes three loads in a row, which would wait for the
  // text of the pair before: stores whose address is not known yet hold up loads.
  [[gnu::noinline]] static written write_pairs(char* p, PyObject* const* elements,
                                               Py_ssize_t size,
                                               Py_ssize_t at) noexcept {
    const Py_ssize_t end = std::min(size, at + step / 2);
    double reals[step];
    double* next = reals;
    for (; at < end && is_pair(elements[at]); ++at, next += 2) {
      PyObject* const* const both =
          reinterpret_cast<PyListObject*>(elements[at])->ob_item;
      next[0] = PyFloat_AS_DOUBLE(both[0]);
      next[1] = PyFloat_AS_DOUBLE(both[1]);
      if (!is_finite(next[0]) || !is_finite(next[1])) [[unlikely]]
        break;
    }
    if (next == reals) [[unlikely]]
      return {p, at};
    p = write_double_pairs(p, reals, static_cast<std::size_t>(next - reals) / 2);
    return {p - 1, at};
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
