// Numbers, names and short strings, wherever they stand, for the loops of dumps(),
// before which it is included in the same way. SPDX-License-Identifier: Apache-2.0

inline bool is_finite(double real) noexcept {
  constexpr std::uint64_t infinity = 0x7FF0000000000000;
  return (std::bit_cast<std::uint64_t>(real) & infinity) != infinity;
}

struct short_strings {
  // Each character an escape, and what vectors store beyond.
  static constexpr std::size_t room = 6 * quoting::longest + 64;

  // Compact and ASCII, by one test: CPython's macro takes two.
  [[gnu::always_inline]] static bool is_ascii(PyObject* str) noexcept {
    const auto& state = reinterpret_cast<PyASCIIObject*>(str)->state;
    return (state.compact & state.ascii) != 0;
  }
  static const char* text_of(PyObject* ascii) noexcept {
    return reinterpret_cast<const char*>(reinterpret_cast<PyASCIIObject*>(ascii) + 1);
  }

  // n <= quoting::longest. NotDel: DEL needs an escape as well.
  template <bool NotDel>
  [[gnu::always_inline]] static char* write_ascii(char* p, PyObject* ascii,
                                                  std::size_t n) noexcept {
    const char* const text = text_of(ascii);
    *p = '"';
    if (!quoting::template copy_short<NotDel>(p + 1, text, n)) [[unlikely]]
      return escaped<NotDel>(p, text, n);
    p[n + 1] = '"';
    return p + n + 2;
  }

  // Moves p behind the string, if the object is one of these.
  [[gnu::always_inline]] static bool write(char*& p, PyObject* object) noexcept {
    if (Py_TYPE(object) != &PyUnicode_Type || !is_ascii(object))
      return false;
    const auto n = static_cast<std::size_t>(PyUnicode_GET_LENGTH(object));
    if (n > quoting::longest)
      return false;
    p = write_ascii<false>(p, object, n);
    return true;
  }

  // A compact str of n code units that is not ASCII; room: room_of(n).
  static char* write_wide(char* p, PyObject* str, std::size_t n) noexcept {
    const auto* const compact = reinterpret_cast<PyCompactUnicodeObject*>(str);
    *p++ = '"';
    // Where somebody has asked for the UTF-8 of a str before, it is copied.
    p = compact->utf8 != nullptr
            ? copy_utf8(p, compact->utf8,
                        static_cast<std::size_t>(compact->utf8_length))
            : encode(p, static_cast<unsigned>(PyUnicode_KIND(str)), compact + 1, n);
    *p = '"';
    return p + 1;
  }
  // Of a string, whatever it holds: six bytes a code unit at most.
  static constexpr std::size_t room_of(std::size_t n) noexcept {
    static_assert(quoting::slack <= json::encoder_slack);
    return 6 * n + json::encoder_slack + 2;
  }

private:
  template <bool NotDel>
  [[gnu::noinline]] static char* escaped(char* p, const char* text,
                                         std::size_t n) noexcept {
    p = quoting::template copy<NotDel>(p + 1, text, n);
    *p = '"';
    return p + 1;
  }
  static char* copy_utf8(char* p, const char* text, std::size_t n) noexcept {
    return n < 16 ? quoting::template copy_alone<false>(p, text, n)
                  : quoting::template copy<false>(p, text, n);
  }
  static char* encode(char* p, unsigned kind, const void* units,
                      std::size_t n) noexcept {
    if (kind == PyUnicode_1BYTE_KIND)
      return encode_units(kernels.latin1_to_utf8, units, n, p);
    if (kind == PyUnicode_2BYTE_KIND)
      return encode_units(kernels.ucs2_to_utf8, units, n, p);
    return encode_units(kernels.ucs4_to_utf8, units, n, p);
  }
};

template <class Values> struct scalars {
  static constexpr std::size_t room = std::max(json::real_room, json::magnitude_room);

  // Moves p behind the text of the object, if that is a common one.
  [[gnu::always_inline]] static bool write(char*& p, PyObject* object) noexcept {
    if (number(p, object))
      return true;
    if (object == Py_None)
      return name(p, "null");
    if (object == Py_True)
      return name(p, "true");
    return object == Py_False && name(p, "false");
  }
  [[gnu::always_inline]] static bool number(char*& p, PyObject* object) noexcept {
    const PyTypeObject* const type = Py_TYPE(object);
    if (type == &PyLong_Type)
      return integer(p, object);
    if (type != &PyFloat_Type)
      return false;
    const double real = PyFloat_AS_DOUBLE(object);
    if (!is_finite(real)) [[unlikely]]
      return false;
    p = write_double(p, real);
    return true;
  }

private:
  [[gnu::always_inline]] static bool integer(char*& p, PyObject* object) noexcept {
    std::uint64_t magnitude = 0;
    bool negative = false;
    if (!Values::integer(object, magnitude, negative)) [[unlikely]]
      return false;
    *p = '-';
    p = json::write_magnitude(p + negative, magnitude);
    return true;
  }
  template <std::size_t Size>
  [[gnu::always_inline]] static bool name(char*& p, const char (&text)[Size]) noexcept {
    std::memcpy(p, text, Size - 1);
    p += Size - 1;
    return true;
  }
};
