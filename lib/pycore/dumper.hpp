// The loop of dumps(): the common values, in vectors.
// SPDX-License-Identifier: Apache-2.0
//
// Included like dumper_text.hpp, from which it takes strings and room; a
// dumps_<isa>.cpp names `write_double` and `write_doubles` besides.
//
// Containers are written by calls, one inside another, which keep their places in
// registers. Where a loop meets what it does not know, too many containers or an error,
// it returns null, and each loop around it leaves its place on the stack of levels.
// Then the base writes what is `pending_`, and run() goes on with the innermost level.

template <class Values, style Style> class dumper final : public dumper_text<Style> {
public:
  explicit dumper(const dumping& given) noexcept
      : dumper_text<Style>(given),
        deepest_(std::min(this->options().max_depth, most_calls)) {}

  [[gnu::always_inline]] bool run(PyObject* object) noexcept {
    char* p = this->first_room();
    if (p == nullptr) [[unlikely]]
      return false;
    // Numbers and names alone are for dump_whole(), or uncommon.
    p = Py_TYPE(object) == &PyUnicode_Type ? string(p, object) : inner(p, object, 0);
    if (p == nullptr) [[unlikely]]
      p = run_levels();
    if (p != nullptr)
      this->out().advance_to(p);
    return p != nullptr;
  }

private:
  using text = dumper_text<Style>;
  using rows = number_rows<Values>;
  using text::outside;
  using text::separate;
  using text::string;
  using text::with_room;

  // Containers that are open by calls at one time.
  static constexpr std::size_t most_calls = 16;
  // They close without a look at the room.
  static_assert(rows::room + most_calls <= text::room);

  [[gnu::noinline]] char* run_levels() noexcept {
    char* p = write_pending();
    while (p != nullptr && !this->base().levels().empty()) {
      p = continue_top(p);
      if (p == nullptr)
        p = write_pending();
    }
    return p;
  }

  // `open` containers are around the object.
  [[gnu::always_inline]] char* value(char* p, PyObject* object,
                                     std::size_t open) noexcept {
    if (Py_TYPE(object) == &PyUnicode_Type)
      return string(p, object);
    if (scalars<Values>::write(p, object))
      return p;
    return inner(p, object, open);
  }
  [[gnu::always_inline]] char* inner(char* p, PyObject* object,
                                     std::size_t open) noexcept {
    PyTypeObject* const type = Py_TYPE(object);
    if (open < deepest_) [[likely]] {
      if (type == &PyDict_Type)
        return dict(p, object, open + 1);
      if (type == &PyList_Type)
        return list(p, object, open + 1);
      if (type == &PyTuple_Type)
        return elements<container::tuple>(p, object, 0, open + 1, '[');
    }
    return uncommon(p, object);
  }

  // For the base, once the containers around it are on the stack; or at once, where no
  // Python code can run and no error needs a path.
  [[gnu::noinline]] char* uncommon(char* p, PyObject* object) noexcept {
    if (PyUnicode_Check(object))
      return this->by_base(p, object);
    pending_ = object;
    pending_at_ = p;
    return nullptr;
  }

  static Py_ssize_t dict_size(PyObject* dict) noexcept {
    return reinterpret_cast<PyDictObject*>(dict)->ma_used;
  }

  [[gnu::always_inline]] char* dict(char* p, PyObject* object,
                                    std::size_t depth) noexcept {
    if (text::may_sort && this->sorts() && dict_size(object) > 1)
      return sorted(p, object, depth);
    if (dict_size(object) == 0)
      return this->brackets(p, '{');
    return Values::choose_walk(object, [=, this]<class Walk>(Walk*) {
      return this->template members<Walk>(p, object, 0, depth, '{');
    });
  }

  // A list that begins with a number is written as a row of them, and seldom is more.
  [[gnu::always_inline]] char* list(char* p, PyObject* object,
                                    std::size_t depth) noexcept {
    const Py_ssize_t size = PyList_GET_SIZE(object);
    if (size == 0)
      return this->brackets(p, '[');
    if (!this->indents() &&
        rows::may_begin_with(reinterpret_cast<PyListObject*>(object)->ob_item[0], size))
      return row(p, object, depth);
    return elements<container::list>(p, object, 0, depth, '[');
  }

  [[gnu::noinline]] char* row(char* p, PyObject* list, std::size_t depth) noexcept {
    PyObject* const* const numbers = reinterpret_cast<PyListObject*>(list)->ob_item;
    const Py_ssize_t size = PyList_GET_SIZE(list);
    Py_ssize_t done = 0;
    *p++ = '[';
    for (Py_ssize_t before = -1; done != size && done != before;) {
      p = with_room(p);
      if (p == nullptr)
        return leave(list, {nullptr, done, 0, container::list, done == 0}, depth);
      before = done;
      p = rows::write(p, numbers, size, done);
    }
    if (done != size) // the bracket or the comma is written again
      return elements<container::list>(p - 1, list, done, depth, done == 0 ? '[' : ',');
    p[-1] = ']';
    return p;
  }

  // The elements of a list or tuple from `next` on, and its bracket.
  template <container Kind>
  [[gnu::noinline]] char* elements(char* p, PyObject* sequence, Py_ssize_t next,
                                   std::size_t depth, char separator) noexcept {
    PyObject* const* const all =
        Kind == container::list ? reinterpret_cast<PyListObject*>(sequence)->ob_item
                                : reinterpret_cast<PyTupleObject*>(sequence)->ob_item;
    const Py_ssize_t size = Py_SIZE(sequence);
    const std::size_t line = this->line_length(depth);
    for (; next < size; separator = ',') {
      p = with_room(p);
      if (p == nullptr)
        break;
      PyObject* const element = all[next++];
      if (next + ahead < size)
        __builtin_prefetch(all[next + ahead]);
      p = separate(p, separator, line);
      if (text::may_indent && p == nullptr)
        break;
      if (Kind == container::list && rows::is_pair(element) && !this->indents() &&
          depth < deepest_) {
        const typename rows::written pairs = rows::write_pairs(p, all, size, next - 1);
        if (pairs.next >= next) [[likely]] {
          p = pairs.end;
          next = pairs.next;
          continue;
        }
      }
      p = value(p, element, depth);
      if (p == nullptr) [[unlikely]] {
        separator = ',';
        break;
      }
    }
    if (p != nullptr) [[likely]]
      p = this->close(p, separator, ']', depth);
    if (p == nullptr) [[unlikely]]
      return leave(sequence, {nullptr, next, 0, Kind, separator != ','}, depth);
    return p;
  }

  // A walk is set up where it is used, lest it goes through memory.
  template <class Walk>
  [[gnu::noinline]] char* members(char* p, PyObject* dict, Py_ssize_t place,
                                  std::size_t depth, char separator) noexcept {
    return members_of(p, Walk(dict, place), dict, {container::dict, dict_size(dict)},
                      depth, separator);
  }
  [[gnu::noinline]] char* sorted_members(char* p, PyObject* dict, Py_ssize_t count,
                                         Py_ssize_t place, std::size_t depth,
                                         char separator) noexcept {
    return members_of(p, sorted_walk(this->base().members(), count, place), dict,
                      {container::sorted, count}, depth, separator);
  }

  struct walked {
    container kind;
    Py_ssize_t size;
  };
  template <class Walk>
  [[gnu::always_inline]] char* members_of(char* p, Walk walk, PyObject* dict,
                                          walked what, std::size_t depth,
                                          char separator) noexcept {
    const std::size_t line = this->line_length(depth);
    PyObject* key = nullptr;
    PyObject* member = nullptr;
    for (; walk.next(key, member); separator = ',') {
      p = with_room(p);
      if (p == nullptr)
        break;
      if (!Walk::all_str && !PyUnicode_CheckExact(key)) [[unlikely]] {
        p = odd_member(p, key, member, separator);
        break;
      }
      p = separate(p, separator, line);
      if (text::may_indent && p == nullptr)
        break;
      p = string(p, key);
      if (p == nullptr) [[unlikely]]
        break;
      *p++ = ':';
      if constexpr (text::may_indent) {
        *p = ' ';
        p += this->indents();
      }
      p = value(p, member, depth);
      if (p == nullptr) [[unlikely]] {
        separator = ',';
        break;
      }
    }
    if (p != nullptr) [[likely]]
      p = this->close(p, separator, '}', depth);
    if (p == nullptr) [[unlikely]]
      return leave(dict, {key, walk.place(), what.size, what.kind, separator != ','},
                   depth);
    return p;
  }

  // For the base with its key, behind what is written of the container so far.
  [[gnu::noinline]] char* odd_member(char* p, PyObject* key, PyObject* value,
                                     char separator) noexcept {
    if (separator != ',')
      *p++ = separator;
    pending_ = value;
    pending_key_ = key;
    pending_at_ = p;
    return nullptr;
  }

  enum class collected { all, odd_key, no_memory };
  template <class Walk>
  static collected collect_members(Walk walk, sorted_walk::stack& members) noexcept {
    sorted_member member = {0, nullptr, nullptr};
    while (walk.next(member.key, member.value)) {
      if (!Walk::all_str && !PyUnicode_CheckExact(member.key))
        return collected::odd_key;
      if (!members.push(member))
        return collected::no_memory;
    }
    return collected::all;
  }
  // Of two members and more.
  char* sorted(char* p, PyObject* dict, std::size_t depth) noexcept {
    sorted_walk::stack& members = this->base().members();
    const std::size_t before = members.size();
    const collected result =
        Values::choose_walk(dict, [dict, &members]<class Walk>(Walk*) {
          return collect_members(Walk(dict, 0), members);
        });
    const std::size_t count = members.size() - before;
    if (result != collected::all) {
      members.pop(count);
      if (result == collected::odd_key) // the base knows how to compare it
        return uncommon(p, dict);
      PyErr_NoMemory();
      return nullptr;
    }
    sort_members(members.end() - count, count);
    p = sorted_members(p, dict, static_cast<Py_ssize_t>(count), 0, depth, '{');
    if (p != nullptr)
      members.pop(count);
    return p;
  }

  struct stop {
    PyObject* key; // of the value that is pending; or null
    Py_ssize_t next;
    Py_ssize_t size;
    container kind;
    bool empty;
  };
  // Leaves the depth-th container to run(): the one that it called goes on where it
  // was, those inside come above it in the wrong order.
  [[gnu::noinline, gnu::cold]] char* leave(PyObject* object, const stop& at,
                                           std::size_t depth) noexcept {
    auto& levels = this->base().levels();
    if (depth != settled_) {
      *levels.push_unset() = {object,  object,  at.key, at.next,
                              at.size, at.kind, false,  at.empty};
      return nullptr;
    }
    level& top = levels[depth - 1];
    top.key = at.key;
    top.next = at.next;
    top.empty = at.empty;
    return nullptr;
  }

  // Null with an error set.
  [[gnu::noinline]] char* write_pending() noexcept {
    auto& levels = this->base().levels();
    std::reverse(levels.begin() + settled_, levels.end());
    PyObject* const object = std::exchange(pending_, nullptr);
    PyObject* const key = std::exchange(pending_key_, nullptr);
    if (object == nullptr || !this->base().check_cycles(settled_))
      return nullptr;
    return outside(pending_at_, [object, key](writer& base) {
      const step last =
          key != nullptr ? base.write_member(key, object) : base.write_value(object);
      return last != step::failed;
    });
  }

  // Goes on with the innermost container and closes it. Null for an error, or if
  // something is pending.
  [[gnu::noinline]] char* continue_top(char* p) noexcept {
    writer& base = this->base();
    settled_ = base.levels().size();
    deepest_ = std::min(this->options().max_depth, settled_ + most_calls);
    p = with_room(p);
    if (p == nullptr)
      return nullptr;
    if (!base.levels().reserve(most_calls)) {
      PyErr_NoMemory();
      return nullptr;
    }
    switch (base.levels().top().kind) {
    case container::items:
      return outside(p, [](writer& to) { return to.continue_items() != step::failed; });
    case container::dict: p = continue_dict(p, base); break;
    case container::sorted: p = continue_sorted(p, base); break;
    case container::list:
      p = continue_sequence<container::list>(p, base.levels().top());
      break;
    case container::tuple:
      p = continue_sequence<container::tuple>(p, base.levels().top());
      break;
    }
    if (p != nullptr)
      base.drop_level();
    return p;
  }

  template <container Kind>
  char* continue_sequence(char* p, const level& top) noexcept {
    return elements<Kind>(p - top.empty, top.object, top.next, settled_,
                          top.empty ? '[' : ',');
  }
  char* continue_sorted(char* p, writer& base) noexcept {
    if (base.top_is_held()) [[unlikely]]
      base.release_key();
    const level& top = base.levels().top();
    return sorted_members(p - top.empty, top.object, top.size, top.next, settled_,
                          top.empty ? '{' : ',');
  }
  char* continue_dict(char* p, writer& base) noexcept {
    if (base.top_is_held()) [[unlikely]]
      if (!look_again(base))
        return nullptr;
    const level& top = base.levels().top();
    return Values::choose_walk(top.object, [=, this, &top]<class Walk>(Walk*) {
      return this->template members<Walk>(p - top.empty, top.object, top.next, settled_,
                                          top.empty ? '{' : ',');
    });
  }
  // Python code may have run since the last member.
  static bool look_again(writer& base) noexcept {
    base.release_key();
    const level& top = base.levels().top();
    if (dict_size(top.object) == top.size)
      return true;
    PyErr_SetString(PyExc_RuntimeError, "dictionary changed size during iteration");
    return false;
  }

  static constexpr Py_ssize_t ahead = 12; // as compat::layout_values

  std::size_t deepest_;             // containers that may be open, for now
  std::size_t settled_ = 0;         // levels in the right order
  PyObject* pending_ = nullptr;     // lent; null: an error is set
  PyObject* pending_key_ = nullptr; // lent; where it is a member that is pending
  char* pending_at_;                // where it is to be written
};
