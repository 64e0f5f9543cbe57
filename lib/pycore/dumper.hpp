// The loop of dumps() without options: the common values, in vectors.
// SPDX-License-Identifier: Apache-2.0
//
// Included inside the namespace and the target region of a dumps_<isa>.cpp, which names
// `quoting` and `write_double`; no include guard. The writing position stays in a
// register: it is handed from function to function, null for an error that is set.
// Whatever is uncommon goes to the base, which writes through out_.

template <class Values> class dumper final : public writer {
public:
  explicit dumper(const dumping& given) noexcept : writer(given) {}

  bool run(PyObject* object) noexcept {
    char* p = more_room();
    bool left = false;
    if (p != nullptr)
      p = value(
          p, object, [] {}, left);
    while (p != nullptr && !levels_.empty()) {
      switch (levels_.top().kind) {
      case container::dict: p = continue_dict(p); break;
      case container::items: p = outside(p, [this] { return continue_items(); }); break;
      default: p = continue_sequence(p);
      }
    }
    if (p == nullptr)
      return false;
    out_.advance_to(p);
    return true;
  }

private:
  // What a member may take before the next look: two short strings, each of its
  // characters an escape, and what their vectors store beyond.
  static constexpr std::size_t room = 1024;
  static_assert(2 * (6 * quoting::longest + 64) + 16 <= room);

  // Writes what is known about the place, and takes the next one from the base.
  [[gnu::noinline]] char* more_room() noexcept {
    if (!out_.reserve(room)) {
      PyErr_NoMemory();
      return nullptr;
    }
    limit_ = out_.data() + out_.capacity() - room;
    return out_.cursor();
  }
  char* with_room(char* p) noexcept {
    if (p <= limit_) [[likely]]
      return p;
    out_.advance_to(p);
    return more_room();
  }
  template <class Write> char* outside(char* p, Write write) noexcept {
    out_.advance_to(p);
    return write() == step::failed ? nullptr : more_room();
  }

  // `leave` keeps the place in the container; `left` says that it was called, and that
  // the containers must be looked at anew.
  template <class Leave>
  [[gnu::always_inline]] char* value(char* p, PyObject* object, Leave leave,
                                     bool& left) noexcept {
    PyTypeObject* const type = Py_TYPE(object);
    if (type == &PyUnicode_Type)
      return string(p, object);
    if (type == &PyLong_Type) {
      std::uint64_t magnitude = 0;
      bool negative = false;
      if (Values::integer(object, magnitude, negative)) [[likely]] {
        *p = '-';
        return json::write_magnitude(p + negative, magnitude);
      }
    } else if (type == &PyFloat_Type) {
      const double real = PyFloat_AS_DOUBLE(object);
      constexpr std::uint64_t infinity = 0x7FF0000000000000;
      if ((std::bit_cast<std::uint64_t>(real) & infinity) != infinity) [[likely]]
        return write_double(p, real);
    } else if (object == Py_None) {
      std::memcpy(p, "null", 4);
      return p + 4;
    } else if (object == Py_True) {
      std::memcpy(p, "true", 4);
      return p + 4;
    } else if (object == Py_False) {
      std::memcpy(p, "false", 5);
      return p + 5;
    }
    leave();
    left = true;
    return other(p, object);
  }

  // Containers, and all that is uncommon.
  [[gnu::noinline]] char* other(char* p, PyObject* object) noexcept {
    return outside(p, [this, object] { return write_value(object); });
  }

  [[gnu::always_inline]] char* string(char* p, PyObject* str) noexcept {
    if (!PyUnicode_IS_COMPACT_ASCII(str)) [[unlikely]]
      return long_string(p, str);
    const auto n = static_cast<std::size_t>(PyUnicode_GET_LENGTH(str));
    const auto* const text =
        reinterpret_cast<const char*>(reinterpret_cast<PyASCIIObject*>(str) + 1);
    if (n > quoting::longest)
      return long_ascii(p, text, n);
    *p = '"';
    if (!quoting::template copy_short<false>(p + 1, text, n)) [[unlikely]]
      return escaped(p, text, n);
    p[n + 1] = '"';
    return p + n + 2;
  }
  [[gnu::noinline]] static char* escaped(char* p, const char* text,
                                         std::size_t n) noexcept {
    p = quoting::template copy<false>(p + 1, text, n);
    *p = '"';
    return p + 1;
  }
  [[gnu::noinline]] char* long_ascii(char* p, const char* text,
                                     std::size_t n) noexcept {
    *p++ = '"';
    // By the run, lest a long str asks for six times the room it needs.
    for (constexpr std::size_t run = 4096; n != 0;) {
      const std::size_t now = std::min(n, run);
      out_.advance_to(p);
      if (!out_.reserve(6 * now + quoting::slack)) {
        PyErr_NoMemory();
        return nullptr;
      }
      p = quoting::template copy<false>(out_.cursor(), text, now);
      text += now;
      n -= now;
    }
    out_.advance_to(p);
    p = more_room();
    if (p == nullptr)
      return nullptr;
    *p = '"';
    return p + 1;
  }
  [[gnu::noinline]] char* long_string(char* p, PyObject* str) noexcept {
    return outside(p, [this, str] {
      return done(write_str(kernels_, str, options_.ensure_ascii, out_));
    });
  }

  [[gnu::always_inline]] char* continue_sequence(char* p) noexcept {
    level& level = levels_.top();
    const bool is_list = level.kind == container::list;
    PyObject* const* const elements =
        is_list ? reinterpret_cast<PyListObject*>(level.object)->ob_item
                : reinterpret_cast<PyTupleObject*>(level.object)->ob_item;
    const Py_ssize_t size = Py_SIZE(level.object);
    Py_ssize_t next = level.next;
    bool follows = !level.empty;
    while (next < size) {
      p = with_room(p);
      if (p == nullptr)
        return nullptr;
      PyObject* const element = elements[next++];
      if (next + ahead < size)
        __builtin_prefetch(elements[next + ahead]);
      *p = ',';
      p += follows;
      follows = true;
      bool left = false;
      const auto leave = [&] {
        level.next = next;
        level.empty = false;
      };
      p = value(p, element, leave, left);
      if (left || p == nullptr)
        return p;
    }
    return close(p, ']');
  }

  [[gnu::always_inline]] char* continue_dict(char* p) noexcept {
    level& level = levels_.top();
    if (top_is_held()) [[unlikely]]
      if (!look_again())
        return nullptr;
    typename Values::members members(level.object, level.next);
    bool follows = !level.empty;
    PyObject* key = nullptr;
    PyObject* member = nullptr;
    while (members.next(key, member)) {
      p = with_room(p);
      if (p == nullptr)
        return nullptr;
      const auto leave = [&] {
        level.next = members.place();
        level.key = key;
        level.empty = false;
      };
      if (!PyUnicode_CheckExact(key)) [[unlikely]] {
        level.next = members.place();
        level.empty = !follows;
        return outside(p, [&] { return write_member(key, member); });
      }
      *p = ',';
      p = string(p + follows, key);
      if (p == nullptr) [[unlikely]]
        return nullptr;
      *p++ = ':';
      follows = true;
      bool left = false;
      p = value(p, member, leave, left);
      if (left || p == nullptr)
        return p;
    }
    return close(p, '}');
  }

  // Python code may have run since the last member.
  [[gnu::noinline]] bool look_again() noexcept {
    release_key();
    const level& level = levels_.top();
    if (reinterpret_cast<PyDictObject*>(level.object)->ma_used == level.size)
      return true;
    PyErr_SetString(PyExc_RuntimeError, "dictionary changed size during iteration");
    return false;
  }

  [[gnu::always_inline]] char* close(char* p, char bracket) noexcept {
    p = with_room(p);
    if (p == nullptr)
      return nullptr;
    *p++ = bracket;
    if (top_is_held()) [[unlikely]]
      drop_level();
    else
      levels_.pop();
    return p;
  }

  static constexpr Py_ssize_t ahead = 12; // as compat::layout_values

  const char* limit_ = nullptr; // up to here there is room
};
