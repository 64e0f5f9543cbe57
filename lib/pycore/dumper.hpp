// The loop of dumps(): the common values, in vectors.
// SPDX-License-Identifier: Apache-2.0
//
// Included inside the namespace and the target region of a dumps_<isa>.cpp, which names
// `quoting`, `write_double` and `write_doubles`; no include guard. The writing position
// stays in a register: it is handed from function to function, null for an error that
// is set. Whatever is uncommon goes to the base, which writes through out_.

// Plain: no white space, keys as they come, UTF-8. Styled: as the options say.
enum class style : bool { plain, styled };

template <class Values, style Style> class dumper final : public writer {
public:
  explicit dumper(const dumping& given) noexcept : writer(given) {
    if constexpr (styled)
      if (options_.pretty)
        lines_.prepare(options_.indent);
  }

  bool run(PyObject* object) noexcept {
    bool left = false;
    char* p = more_room();
    if (p != nullptr)
      p = value(
          p, object, [] {}, left);
    while (p != nullptr && !levels_.empty())
      p = continue_top(p);
    if (p != nullptr)
      out_.advance_to(p);
    return p != nullptr;
  }

private:
  [[gnu::always_inline]] char* continue_top(char* p) noexcept {
    switch (levels_.top().kind) {
    case container::dict: return continue_dict(p);
    case container::sorted: return continue_sorted(p);
    case container::items: return outside(p, [this] { return continue_items(); });
    default: return continue_sequence(p);
    }
  }

  // What a value opened is written at once, on the machine's stack, where that is not
  // deep. Whether its container may go on as it was; else all return to run().
  [[gnu::noinline]] char* continue_inner(char* p) noexcept { return continue_top(p); }
  [[gnu::always_inline]] bool finish_inner(char*& p, const level* top) noexcept {
    constexpr std::ptrdiff_t deepest = 12;
    if (levels_.end() != top && levels_.end() - levels_.begin() <= deepest)
      p = continue_inner(p);
    return p != nullptr && levels_.end() == top && held_ == 0;
  }

  static constexpr bool styled = Style == style::styled;
  // What a member may take before the next look: two short strings, each of its
  // characters an escape, what their vectors store beyond, and a line break.
  static constexpr std::size_t short_string = 6 * quoting::longest + 64;
  static constexpr std::size_t room = styled ? 1024 + 256 + 64 : 1024;
  using rows = number_rows<Values>;
  static_assert(rows::room <= room);
  static_assert(2 * short_string + 16 +
                    (styled ? line_breaks::longest + line_breaks::block : 0) <=
                room);

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

  // A line break inside of so many containers. Null with an error set.
  [[gnu::always_inline]] char* break_line(char* p, std::size_t depth) noexcept {
    const std::size_t length = 1 + depth * options_.indent.size();
    if (length > line_breaks::block) [[unlikely]]
      return break_long_line(p, depth, length);
    return lines_.write(p, line_breaks::block) - line_breaks::block + length;
  }
  [[gnu::noinline]] char* break_long_line(char* p, std::size_t depth,
                                          std::size_t length) noexcept {
    if (!lines_.is_ready(length))
      return outside(p, [this, depth] { return done(write_newline(depth)); });
    return lines_.write(p, length);
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
      if (is_finite(real)) [[likely]]
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
    if (type == &PyList_Type) {
      if (PyList_GET_SIZE(object) == 0 && levels_.size() < options_.max_depth)
        return brackets(p, '[');
      return list(p, object, leave, left);
    }
    if (type == &PyDict_Type && dict_size(object) == 0 &&
        levels_.size() < options_.max_depth)
      return brackets(p, '{');
    leave();
    left = true;
    if (type == &PyDict_Type)
      return dict(p, object);
    return outside(p, [this, object] { return write_value(object); });
  }

  static char* brackets(char* p, char first) noexcept {
    p[0] = first;
    p[1] = static_cast<char>(first + 2); // as ASCII has it, of both kinds
    return p + 2;
  }
  static Py_ssize_t dict_size(PyObject* dict) noexcept {
    return reinterpret_cast<PyDictObject*>(dict)->ma_used;
  }

  [[gnu::always_inline]] char* dict(char* p, PyObject* object) noexcept {
    const Py_ssize_t size = dict_size(object);
    if constexpr (styled)
      if (options_.sort_keys && size > 1)
        return open_sorted(p, object);
    return open(p, object, container::dict, size, '{');
  }

  // A list that begins with a number is written as a row of them, and seldom is more.
  template <class Leave>
  [[gnu::always_inline]] char* list(char* p, PyObject* object, Leave leave,
                                    bool& left) noexcept {
    const Py_ssize_t size = PyList_GET_SIZE(object);
    Py_ssize_t done = 0;
    if (may_be_row(object)) {
      p = row(p, object, done);
      if (done == size || p == nullptr)
        return p;
    }
    leave();
    left = true;
    if (done == 0)
      return open(p, object, container::list, size, '[');
    return resume(p, object, done);
  }

  bool may_be_row(PyObject* list) const noexcept {
    if constexpr (styled)
      if (options_.pretty)
        return false;
    return levels_.size() < options_.max_depth &&
           rows::may_begin_with(reinterpret_cast<PyListObject*>(list)->ob_item[0]);
  }

  // The numbers at the start of a list, with the brackets if all are `done`.
  [[gnu::noinline]] char* row(char* p, PyObject* list, Py_ssize_t& done) noexcept {
    PyObject* const* const elements = reinterpret_cast<PyListObject*>(list)->ob_item;
    const Py_ssize_t size = PyList_GET_SIZE(list);
    *p++ = '[';
    for (Py_ssize_t before = -1; done != size && done != before;) {
      p = with_room(p);
      if (p == nullptr)
        return nullptr;
      before = done;
      p = rows::write(p, elements, size, done);
    }
    if (done != size)
      return p - 1; // the comma is the next element's, a bracket open()'s
    p[-1] = ']';
    return p;
  }

  // Behind the elements that a row has written.
  [[gnu::noinline]] char* resume(char* p, PyObject* list, Py_ssize_t done) noexcept {
    if (!may_open(list))
      return outside(p, [this, list] { return write_value(list); });
    if (!levels_.push({list, list, nullptr, done, 0, container::list, false, false})) {
      PyErr_NoMemory();
      return nullptr;
    }
    return p;
  }

  // If not, the base knows the error. A cycle is not looked for where it cannot have
  // closed many times yet.
  bool may_open(PyObject* object) const noexcept {
    constexpr std::size_t shallow = 64;
    const std::size_t depth = levels_.size();
    return depth < options_.max_depth && (depth < shallow || !closes_cycle(object));
  }
  [[gnu::always_inline]] char* open(char* p, PyObject* object, container kind,
                                    Py_ssize_t size, char bracket) noexcept {
    if (!may_open(object)) [[unlikely]]
      return outside(p, [this, object] { return write_value(object); });
    return push(p, object, kind, size, bracket);
  }
  [[gnu::always_inline]] char* push(char* p, PyObject* object, container kind,
                                    Py_ssize_t size, char bracket) noexcept {
    level* const opened = levels_.push_unset();
    if (opened == nullptr) {
      PyErr_NoMemory();
      return nullptr;
    }
    opened->object = object;
    opened->source = object;
    opened->key = nullptr;
    opened->next = 0;
    opened->size = size;
    opened->kind = kind;
    opened->holds_key = false;
    opened->empty = true;
    *p = bracket;
    return p + 1;
  }

  enum class collected { all, odd_key, no_memory };
  template <class Members> collected collect_members(Members members) noexcept {
    sorted_member member = {0, nullptr, nullptr};
    while (members.next(member.key, member.value)) {
      if (!Members::all_str && !PyUnicode_CheckExact(member.key))
        return collected::odd_key;
      if (!members_.push(member))
        return collected::no_memory;
    }
    return collected::all;
  }
  // Of two members and more.
  char* open_sorted(char* p, PyObject* dict) noexcept {
    if (!may_open(dict))
      return outside(p, [this, dict] { return write_value(dict); });
    const std::size_t before = members_.size();
    const collected result = Values::choose_walk(dict, [this, dict]<class Walk>(Walk*) {
      return this->collect_members(Walk(dict, 0));
    });
    if (result != collected::all) {
      members_.pop(members_.size() - before);
      if (result == collected::odd_key) // the base knows how to compare it
        return outside(p, [this, dict] { return write_value(dict); });
      PyErr_NoMemory();
      return nullptr;
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
    case PyUnicode_1BYTE_KIND:
      p = encode_units(kernels_.latin1_to_utf8, units, n, p);
      break;
    case PyUnicode_2BYTE_KIND:
      p = encode_units(kernels_.ucs2_to_utf8, units, n, p);
      break;
    default: p = encode_units(kernels_.ucs4_to_utf8, units, n, p);
    }
    *p = '"';
    return p + 1;
  }
  [[gnu::noinline]] char* continue_sequence(char* p) noexcept {
    level& level = levels_.top();
    const auto* const top = levels_.end();
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
      if (p == nullptr || (left && !finish_inner(p, top)))
        return p;
    }
    return close(p, ']', follows);
  }

  [[gnu::always_inline]] char* continue_dict(char* p) noexcept {
    level& level = levels_.top();
    if (top_is_held()) [[unlikely]]
      if (!look_again())
        return nullptr;
    return Values::choose_walk(level.object, [this, p]<class Walk>(Walk*) {
      return this->template continue_walk<Walk>(p);
    });
  }

  char* continue_sorted(char* p) noexcept {
    const level& level = levels_.top();
    if (top_is_held()) [[unlikely]]
      release_key();
    return continue_members(p, sorted_walk(members_, level.size, level.next));
  }

  // A walk is set up where it is used, lest it goes through memory.
  template <class Walk> [[gnu::noinline]] char* continue_walk(char* p) noexcept {
    const level& level = levels_.top();
    return continue_members(p, Walk(level.object, level.next));
  }
  template <class Members>
  [[gnu::always_inline]] char* continue_members(char* p, Members members) noexcept {
    level& level = levels_.top();
    const auto* const top = levels_.end();
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
      if (!Members::all_str && !PyUnicode_CheckExact(key)) [[unlikely]] {
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
      if (p == nullptr || (left && !finish_inner(p, top)))
        return p;
    }
    return close(p, '}', follows);
  }

  // Python code may have run since the last member.
  [[gnu::noinline]] bool look_again() noexcept {
    release_key();
    const level& level = levels_.top();
    if (dict_size(level.object) == level.size)
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
  struct no_lines {};
  [[no_unique_address]] std::conditional_t<styled, line_breaks, no_lines> lines_;
};
