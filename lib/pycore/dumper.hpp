// The loop of dumps(): the common values, in vectors.
// SPDX-License-Identifier: Apache-2.0
//
// Included inside the namespace and the target region of a dumps_<isa>.cpp, which names
// `quoting` and `write_double`; no include guard. The writing position stays in a
// register: it is handed from function to function, null for an error that is set.
// Whatever is uncommon goes to the base, which writes through out_.

// Plain: no white space, keys as they come, UTF-8. Styled: as the options say.
enum class style : bool { plain, styled };

template <class Values, style Style> class dumper final : public writer {
public:
  explicit dumper(const dumping& given) noexcept : writer(given) {
    if constexpr (styled)
      if (options_.pretty)
        prepare_lines();
  }

  bool run(PyObject* object) noexcept {
    char* p = more_room();
    bool left = false;
    if (p != nullptr)
      p = value(
          p, object, [] {}, left);
    while (p != nullptr && !levels_.empty()) {
      switch (levels_.top().kind) {
      case container::dict: p = continue_dict(p); break;
      case container::sorted: p = continue_sorted(p); break;
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
  static constexpr bool styled = Style == style::styled;
  // What is stored at once of a line break, and the longest that is kept ready.
  static constexpr std::size_t block = 32;
  static constexpr std::size_t longest_line = 256;
  // What a member may take before the next look: two short strings, each of its
  // characters an escape, what their vectors store beyond, and a line break.
  static constexpr std::size_t short_string = 6 * quoting::longest + 64;
  static constexpr std::size_t room = styled ? 1024 + 256 + 64 : 1024;
  static_assert(2 * short_string + 16 + (styled ? longest_line + block : 0) <= room);

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
  // Whether that much more fits, and a member behind it.
  bool has_room(const char* p, std::size_t bytes) const noexcept {
    return limit_ - p >= static_cast<std::ptrdiff_t>(bytes);
  }
  template <class Write> char* outside(char* p, Write write) noexcept {
    out_.advance_to(p);
    return write() == step::failed ? nullptr : more_room();
  }

  // A line feed and as many times the indent as there is room for.
  void prepare_lines() noexcept {
    const std::string_view indent = options_.indent;
    line_[0] = '\n';
    std::size_t filled = 0;
    if (!indent.empty() && indent.size() < longest_line) {
      std::memcpy(line_ + 1, indent.data(), indent.size());
      for (filled = indent.size(); 2 * filled < longest_line; filled *= 2)
        std::memcpy(line_ + 1 + filled, line_ + 1, filled);
    }
    line_end_ = indent.empty() ? longest_line : 1 + filled;
  }
  // A line break inside of so many containers. Null with an error set.
  [[gnu::always_inline]] char* break_line(char* p, std::size_t depth) noexcept {
    const std::size_t length = 1 + depth * options_.indent.size();
    if (length > block) [[unlikely]]
      return break_long_line(p, depth, length);
    std::memcpy(p, line_, block);
    return p + length;
  }
  [[gnu::noinline]] char* break_long_line(char* p, std::size_t depth,
                                          std::size_t length) noexcept {
    if (length > line_end_)
      return outside(p, [this, depth] { return done(write_newline(depth)); });
    for (std::size_t at = 0; at < length; at += block)
      std::memcpy(p + at, line_ + at, block);
    return p + length;
  }
  // What stands before a member of the innermost container.
  [[gnu::always_inline]] char* separate(char* p, bool follows) noexcept {
    *p = ',';
    p += follows;
    if constexpr (styled)
      if (options_.pretty)
        return break_line(p, levels_.size());
    return p;
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
    PyTypeObject* const type = Py_TYPE(object);
    if (type == &PyDict_Type) {
      const Py_ssize_t size = reinterpret_cast<PyDictObject*>(object)->ma_used;
      if constexpr (styled)
        if (options_.sort_keys && size > 1)
          return open_sorted(p, object);
      return open(p, object, container::dict, size, '{');
    }
    if (type == &PyList_Type)
      return open(p, object, container::list, PyList_GET_SIZE(object), '[');
    return outside(p, [this, object] { return write_value(object); });
  }

  // If not, the base knows the error.
  bool may_open(PyObject* object) const noexcept {
    return levels_.size() < options_.max_depth && !closes_cycle(object);
  }
  [[gnu::always_inline]] char* open(char* p, PyObject* object, container kind,
                                    Py_ssize_t size, char bracket) noexcept {
    if (!may_open(object)) [[unlikely]]
      return outside(p, [this, object] { return write_value(object); });
    if (size == 0) {
      p[0] = bracket;
      p[1] = static_cast<char>(bracket + 2); // as ASCII has it, of both kinds
      return p + 2;
    }
    return push(p, object, kind, size, bracket);
  }
  [[gnu::always_inline]] char* push(char* p, PyObject* object, container kind,
                                    Py_ssize_t size, char bracket) noexcept {
    if (!levels_.push({object, object, nullptr, 0, size, kind, false, true})) {
      PyErr_NoMemory();
      return nullptr;
    }
    *p = bracket;
    return p + 1;
  }

  // Of two members and more.
  char* open_sorted(char* p, PyObject* dict) noexcept {
    if (!may_open(dict))
      return outside(p, [this, dict] { return write_value(dict); });
    const std::size_t before = members_.size();
    typename Values::members members(dict, 0);
    sorted_member member = {0, nullptr, nullptr};
    while (members.next(member.key, member.value)) {
      if (!PyUnicode_CheckExact(member.key)) { // the base knows how to compare it
        members_.pop(members_.size() - before);
        return outside(p, [this, dict] { return write_value(dict); });
      }
      if (!members_.push(member)) {
        members_.pop(members_.size() - before);
        PyErr_NoMemory();
        return nullptr;
      }
    }
    const std::size_t count = members_.size() - before;
    sort_members(members_.end() - count, count);
    p = push(p, dict, container::sorted, static_cast<Py_ssize_t>(count), '{');
    if (p == nullptr)
      members_.pop(count);
    return p;
  }

  template <bool NotDel>
  [[gnu::always_inline]] char* short_ascii(char* p, const char* text,
                                           std::size_t n) noexcept {
    *p = '"';
    if (!quoting::template copy_short<NotDel>(p + 1, text, n)) [[unlikely]]
      return escaped<NotDel>(p, text, n);
    p[n + 1] = '"';
    return p + n + 2;
  }
  [[gnu::always_inline]] char* string(char* p, PyObject* str) noexcept {
    if (!PyUnicode_IS_COMPACT_ASCII(str)) [[unlikely]]
      return wide_string(p, str);
    const auto n = static_cast<std::size_t>(PyUnicode_GET_LENGTH(str));
    const auto* const text =
        reinterpret_cast<const char*>(reinterpret_cast<PyASCIIObject*>(str) + 1);
    if (n > quoting::longest)
      return long_ascii(p, text, n);
    if constexpr (styled)
      if (options_.ensure_ascii)
        return short_ascii<true>(p, text, n);
    return short_ascii<false>(p, text, n);
  }
  template <bool NotDel>
  [[gnu::noinline]] static char* escaped(char* p, const char* text,
                                         std::size_t n) noexcept {
    p = quoting::template copy<NotDel>(p + 1, text, n);
    *p = '"';
    return p + 1;
  }
  char* copy_ascii(char* p, const char* text, std::size_t n) noexcept {
    if constexpr (styled)
      if (options_.ensure_ascii)
        return quoting::template copy<true>(p, text, n);
    return quoting::template copy<false>(p, text, n);
  }
  [[gnu::noinline]] char* long_ascii(char* p, const char* text,
                                     std::size_t n) noexcept {
    *p++ = '"';
    // By the run, lest a long str asks for six times the room it needs.
    constexpr std::size_t run = 4096;
    while (n != 0) {
      const std::size_t now = std::min(n, run);
      if (!has_room(p, 6 * now + quoting::slack)) {
        out_.advance_to(p);
        if (!out_.reserve(6 * now + quoting::slack + room)) {
          PyErr_NoMemory();
          return nullptr;
        }
        p = more_room();
      }
      p = copy_ascii(p, text, now);
      text += now;
      n -= now;
    }
    *p = '"';
    return p + 1;
  }

  [[gnu::noinline]] char* wide_string(char* p, PyObject* str) noexcept {
    const auto n = static_cast<std::size_t>(PyUnicode_GET_LENGTH(str));
    if ((styled && options_.ensure_ascii) || !PyUnicode_IS_COMPACT(str) ||
        !has_room(p, 6 * n + json::encoder_slack + 2))
      return outside(p, [this, str] {
        return done(write_str(kernels_, str, options_.ensure_ascii, out_));
      });
    *p++ = '"';
    const void* const units = reinterpret_cast<PyCompactUnicodeObject*>(str) + 1;
    switch (PyUnicode_KIND(str)) {
    case PyUnicode_1BYTE_KIND: p = encode(kernels_.latin1_to_utf8, units, n, p); break;
    case PyUnicode_2BYTE_KIND: p = encode(kernels_.ucs2_to_utf8, units, n, p); break;
    default: p = encode(kernels_.ucs4_to_utf8, units, n, p);
    }
    *p = '"';
    return p + 1;
  }
  template <class Unit>
  static char* encode(json::encoded<Unit> (*run)(const Unit*, const Unit*,
                                                 char*) noexcept,
                      const void* units, std::size_t n, char* p) noexcept {
    const auto* at = static_cast<const Unit*>(units);
    const Unit* const end = at + n;
    for (;;) {
      const json::encoded<Unit> done = run(at, end, p);
      if (done.stop == end)
        return done.out;
      p = json::write_escape(done.out, *done.stop);
      at = done.stop + 1;
    }
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
      p = separate(p, follows);
      if (styled && p == nullptr)
        return nullptr;
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
    return close(p, ']', follows);
  }

  [[gnu::always_inline]] char* continue_dict(char* p) noexcept {
    level& level = levels_.top();
    if (top_is_held()) [[unlikely]]
      if (!look_again())
        return nullptr;
    return continue_members(p, typename Values::members(level.object, level.next));
  }

  // A copy of the members: the dict itself may have changed, as for json.
  class sorted_members {
  public:
    sorted_members(const sorted_member* first, const level& level) noexcept
        : first_(first), place_(level.next), end_(level.size) {}
    bool next(PyObject*& key, PyObject*& value) noexcept {
      if (place_ == end_)
        return false;
      key = first_[place_].key;
      value = first_[place_].value;
      ++place_;
      return true;
    }
    Py_ssize_t place() const noexcept { return place_; }

  private:
    const sorted_member* first_;
    Py_ssize_t place_;
    Py_ssize_t end_;
  };
  char* continue_sorted(char* p) noexcept {
    const level& level = levels_.top();
    if (top_is_held()) [[unlikely]]
      release_key();
    return continue_members(p, sorted_members(members_.end() - level.size, level));
  }

  template <class Members>
  [[gnu::always_inline]] char* continue_members(char* p, Members members) noexcept {
    level& level = levels_.top();
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
      p = separate(p, follows);
      if (styled && p == nullptr)
        return nullptr;
      p = string(p, key);
      if (p == nullptr) [[unlikely]]
        return nullptr;
      *p++ = ':';
      if constexpr (styled) {
        *p = ' ';
        p += options_.pretty;
      }
      follows = true;
      bool left = false;
      p = value(p, member, leave, left);
      if (left || p == nullptr)
        return p;
    }
    return close(p, '}', follows);
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

  // `filled`: something stands between the brackets.
  [[gnu::always_inline]] char* close(char* p, char bracket, bool filled) noexcept {
    p = with_room(p);
    if (p == nullptr)
      return nullptr;
    if constexpr (styled)
      if (options_.pretty && filled) {
        p = break_line(p, levels_.size() - 1);
        if (p == nullptr)
          return nullptr;
      }
    *p++ = bracket;
    if ((styled && options_.sort_keys) || top_is_held()) [[unlikely]]
      drop_level();
    else
      levels_.pop();
    return p;
  }

  static constexpr Py_ssize_t ahead = 12; // as compat::layout_values

  const char* limit_ = nullptr; // up to here there is room
  // pretty only: what is ready of the deepest line break, and how long it is.
  char line_[styled ? 1 + longest_line + block : 1];
  std::size_t line_end_ = 0;
};
