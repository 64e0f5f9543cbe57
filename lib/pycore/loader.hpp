// The loop of loads(), for one instruction set and one way to make objects.
// SPDX-License-Identifier: Apache-2.0
//
// Included once for each instruction set, inside its namespace and its target region,
// by the files loads_<isa>.cpp: so that what asks about the next bytes is inlined and
// nothing is asked through a pointer. No include guard, no includes.
//
// One pass, no recursion. Finished values wait on a stack until their array or object
// closes; it is then made at its final size from what lies above its mark. Only str,
// int, float, list and dict are made and the collector is held off, so no Python code
// runs, but for one place: from 3.12 on the standard library helps with very long
// integers. Nothing half-made exists then.
//
// An object begins as a path in the tree of shapes (shape_tree.hpp): its keys are the
// nodes, only its values lie on the stack. Where its keys leave the tree it becomes
// plain, and keys and values take turns on the stack.
//
// A zero byte stands at the end of the text. What is not ASCII can stand in strings
// only: the rest of the text is validated where the first string that is not plain
// begins. Vector loads reach up to `load_reach` bytes past the place they ask about; up
// to safe_end_ that is inside the text. Behind it (and, for what reads backwards,
// before safe_begin_) the same is done a byte at a time. A short text is copied to
// where there is room on both sides.

template <class Objects> class loader {
public:
  loader(core_state& state, const json::read_options& options, std::string_view text,
         text_traits traits, status& failure) noexcept
      : state_(state),
        begin_(text.data()),
        end_(text.data() + text.size()),
        safe_begin_(begin_ + (traits.is_roomy ? 0 : load_reach)),
        safe_end_(end_ - (traits.is_roomy ? 0 : load_reach)),
        valid_(traits.validity == utf8::valid),
        options_(options),
        objects_(state.objects),
        failure_(failure) {
    std::swap(values_, state_.values);
    frame_limit_ = frames_ + std::min(options_.max_depth + 1, inline_frames);
  }
  ~loader() {
    while (live_ != 0)
      Py_DECREF(values_.begin[--live_]);
    state_.values.retain(values_);
    if (frames_ != inline_frames_)
      std::free(frames_);
  }
  loader(const loader&) = delete;
  loader& operator=(const loader&) = delete;

  loaded load() noexcept {
    PyObject* const result = run();
    return {result, place_};
  }

private:
  enum class kind : std::uint8_t { text, array, shaped, plain };
  // The text itself, or an open array or object.
  struct frame {
    std::size_t mark; // values from this index on are its own
    shape_node* tree; // object: its shapes; else of the objects in it. null: no room
    shape_node* at;   // shaped: the last key
    kind what;
    bool holds_containers;
    std::uint16_t missed; // plain: keys that were not guessed, up to a limit
  };
  static constexpr std::size_t inline_frames = 48;

  // Where a helper stopped, and what it made; null: failure_ or a Python error is set.
  struct made {
    const char* p;
    PyObject* object;
  };
  struct step {
    const char* p;    // behind the colon; null: failed
    shape_node* node; // null: the key is in no shape; it lies on the stack
  };

  // Where a row of numbers stopped, and why.
  enum class row_end : std::uint8_t {
    failed,
    before_value, // perhaps behind white space
    behind_value,
    closed, // behind the bracket; the list lies on the stack
  };
  struct row {
    const char* p;
    PyObject** top;
    row_end end;
  };

  PyObject* run() noexcept;

  PyObject* fail(const char* p, errc code = errc::malformed) noexcept {
    failure_ = {code, static_cast<std::size_t>(p - begin_)};
    return nullptr;
  }
  static PyObject* fail_memory() noexcept { return PyErr_NoMemory(); }

  bool may_look_ahead(const char* p) const noexcept { return p <= safe_end_; }

  // The text ends in a zero byte, which is no space: no need to look for the end.
  const char* skip_space(const char* p) const noexcept {
    if (static_cast<unsigned char>(*p) > ' ') [[likely]]
      return p;
    return skip_space_run(p);
  }
  [[gnu::noinline]] const char* skip_space_run(const char* p) const noexcept {
    // Indentation comes in runs.
    while (may_look_ahead(p)) {
      const std::size_t n = scan::leading_space(p);
      p += n;
      if (n != scan::step)
        return p;
    }
    while (json::is_space(*p))
      ++p;
    return p;
  }

  [[gnu::noinline]] bool grow_values() noexcept {
    return values_.grow() || fail_memory() != nullptr;
  }
  std::size_t index_of(PyObject* const* top) const noexcept {
    return static_cast<std::size_t>(top - values_.begin);
  }
  shape_node* tree_in(const frame& outer) noexcept {
    if (outer.what == kind::shaped)
      return state_.shapes.inner_of(outer.at, outer.tree);
    if (outer.what == kind::plain)
      return outer.tree != nullptr ? state_.shapes.shared_inner_of(outer.tree)
                                   : nullptr;
    return outer.tree;
  }
  [[gnu::noinline]] bool grow_frames(const char* p) noexcept;

  made load_string(const char* p) noexcept;
  made make_ascii_str(const char* begin, const char* quote) noexcept;
  made load_special_string(const char* begin, const char* stop) noexcept;
  char* make_room(char* out, std::size_t room) noexcept;
  PyObject* make_other_str(const char* begin, const char* end,
                           const json::utf8_run& run) noexcept;
  made unescape(const char* begin) noexcept;
  made unescape_wide(const char* begin) noexcept;
  made make_unescaped(const char* p, bool is_ascii) noexcept;
  json::code_point unescape_one(const char* p) const noexcept;
  made make_wide(const char* p, std::uint32_t bits) noexcept;
  row load_row(const char* p, PyObject** top, frame* f) noexcept;
  PyObject* load_plain(const char* p, const char* end, std::uint64_t others) noexcept;
  static bool begins_number(char c) noexcept {
    return static_cast<unsigned char>(c - '0') <= 9 || c == '-';
  }
  made load_number(const char* p) noexcept;
  made load_decimal(const char* p) noexcept;
  made load_other_number(const char* p) noexcept;
  made load_long_integer(const char* p, const char* end) noexcept;
  made load_word(const char* p) noexcept;
  made load_constant(const char* p, std::string_view word, PyObject* lent) noexcept;
  made load_nan(const char* p) noexcept;
  made load_key(const char* p) noexcept;
  PyObject* make_key(const key_cache::key& key) noexcept;
  made load_plain_key(const char* p, frame& object) noexcept;
  const char* behind_colon(const char* p) noexcept;
  step find_shape(const char* p, frame& object, std::size_t top) noexcept;
  step leave_shape(made key, frame& object, std::size_t top) noexcept;
  PyObject* make_object(const frame& object, std::size_t top) noexcept;
  PyObject* make_shaped(shape_node* last, PyObject* const* values, bool holds) noexcept;
  bool is_separate(const char* p) noexcept;

  core_state& state_;
  const char* const begin_;
  const char* const end_;
  const char* const safe_begin_;
  const char* const safe_end_;
  bool valid_; // from here on the text is known to be UTF-8
  const json::read_options& options_;
  Objects objects_;
  value_stack values_{};
  std::size_t live_ = 0; // values to release, once run() has returned
  frame inline_frames_[inline_frames];
  frame* frames_ = inline_frames_;
  frame* frame_limit_;
  const char* place_ = nullptr; // behind the text, once it is read
  status& failure_;
  base::heap_buffer unescaped_;
};

// Deeper than there is room: more room, unless the depth has reached its limit.
template <class Objects> bool loader<Objects>::grow_frames(const char* p) noexcept {
  const auto depth = static_cast<std::size_t>(frame_limit_ - frames_);
  if (depth > options_.max_depth) {
    fail(p, errc::too_deep);
    return false;
  }
  const std::size_t wanted = std::min(2 * depth, options_.max_depth + 1);
  auto* const moved = static_cast<frame*>(std::malloc(wanted * sizeof(frame)));
  if (moved == nullptr) {
    fail_memory();
    return false;
  }
  std::memcpy(moved, frames_, depth * sizeof(frame));
  if (frames_ != inline_frames_)
    std::free(frames_);
  frames_ = moved;
  frame_limit_ = moved + wanted;
  return true;
}

// A state machine with labels, as its hot variables must stay in registers: p, the
// place in the text; top, behind the last value on the stack; f, the innermost open
// container.
template <class Objects> PyObject* loader<Objects>::run() noexcept {
  const char* p = begin_;
  if (values_.begin == nullptr && !grow_values())
    return nullptr;
  PyObject** top = values_.begin;
  frame* f = frames_;
  *f = {0, state_.shapes.root(), nullptr, kind::text, false, 0};
  made next;

value: // p: a value, perhaps behind white space
  if (top == values_.limit) [[unlikely]] {
    const std::size_t count = index_of(top);
    if (!grow_values())
      goto failed;
    top = values_.begin + count;
  }
  switch (*p) {
  case '"': next = load_string(p); break;
  case '-':
  case '0':
  case '1':
  case '2':
  case '3':
  case '4':
  case '5':
  case '6':
  case '7':
  case '8':
  case '9': next = load_number(p); break;
  case 't': next = load_constant(p, "true", Py_True); break;
  case 'f': next = load_constant(p, "false", Py_False); break;
  case 'n': next = load_constant(p, "null", Py_None); break;
  case '[': goto open_array;
  case '{': goto open_object;
  case ' ':
  case '\n':
  case '\r':
  case '\t': p = skip_space_run(p); goto value;
  default: next = load_word(p); break;
  }
  if (next.object == nullptr) [[unlikely]]
    goto failed;
  p = next.p;
  *top++ = next.object;

after_value:
  if (f == frames_)
    goto done;
  if (*p != ',')
    p = skip_space(p);
  if (f->what == kind::array) {
    if (*p == ',') [[likely]] {
      p = skip_space(p + 1);
      goto element;
    }
    if (*p == ']')
      goto close_array;
  } else {
    if (*p == ',') [[likely]] {
      ++p;
      goto member;
    }
    if (*p == '}')
      goto close_object;
  }
  fail(p);
  goto failed;

open_array:
  if (f + 1 == frame_limit_) [[unlikely]] {
    const auto depth = f - frames_;
    if (!grow_frames(p))
      goto failed;
    f = frames_ + depth;
  }
  f[1] = {index_of(top), tree_in(*f), nullptr, kind::array, false, 0};
  ++f;
  p = skip_space(p + 1);
  if (*p == ']')
    goto close_array;

element: // p: a value in an array
  if constexpr (scan::has_vectors) {
    if (begins_number(*p) && p >= safe_begin_ && may_look_ahead(p)) {
      const row numbers = load_row(p, top, f);
      p = numbers.p;
      top = numbers.top;
      switch (numbers.end) {
      case row_end::before_value: break;
      case row_end::behind_value: goto after_value;
      case row_end::closed: goto closed_row;
      case row_end::failed: goto failed;
      }
    }
  }
  goto value;

close_array: // p: its bracket
  next.object = objects_.list(values_.begin + f->mark, index_of(top) - f->mark);
  goto closed;

open_object:
  if (f + 1 == frame_limit_) [[unlikely]] {
    const auto depth = f - frames_;
    if (!grow_frames(p))
      goto failed;
    f = frames_ + depth;
  }
  {
    shape_node* const tree = tree_in(*f);
    if (tree != nullptr && (tree->waiting == 0 || state_.shapes.try_again(tree)))
        [[likely]]
      f[1] = {index_of(top), tree, tree, kind::shaped, false, 0};
    else
      f[1] = {index_of(top), tree, state_.shapes.ring_of(tree), kind::plain, false, 0};
  }
  ++f;
  ++p;
  if (*skip_space(p) == '}') {
    p = skip_space(p);
    goto close_object;
  }

member: // p: a key, perhaps behind white space
  if (f->what == kind::shaped) {
    shape_node* guess = f->at->guess;
    if (may_look_ahead(p) && scan::matches(p, guess->token, guess->token_length))
        [[likely]] {
      p += guess->token_length;
      f->at = guess;
      goto value;
    }
    const std::size_t count = index_of(top);
    const step found = find_shape(p, *f, count);
    if (found.p == nullptr) [[unlikely]]
      goto failed;
    p = found.p;
    if (found.node != nullptr)
      f->at = found.node;
    else // what lay there has become pairs, and the key lies on top
      top = values_.begin + 2 * count - f->mark + 1;
    goto value;
  }
  next = load_plain_key(p, *f);
  if (next.object == nullptr) [[unlikely]]
    goto failed;
  if (top == values_.limit) [[unlikely]] {
    const std::size_t count = index_of(top);
    if (!grow_values()) {
      Py_DECREF(next.object);
      goto failed;
    }
    top = values_.begin + count;
  }
  *top++ = next.object;
  p = next.p;
  goto value;

close_object: // p: its bracket
  next.object = make_object(*f, index_of(top));

closed:
  if (next.object == nullptr) [[unlikely]]
    goto failed;
  ++p;
  top = values_.begin + f->mark;
  *top++ = next.object;
  [[maybe_unused]] closed_row : --f;
  f->holds_containers = true;
  goto after_value;

done:
  if (is_separate(p)) {
    place_ = p;
    return *--top;
  }

failed:
  live_ = index_of(top);
  return nullptr;
}

template <class Objects>
inline auto loader<Objects>::load_number(const char* p) noexcept -> made {
  std::int64_t value = 0;
  if (const char* const end = json::read_short_integer(p, end_, value))
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

// The key at p, white space before it passed over: a str that has its hash.
template <class Objects>
auto loader<Objects>::load_key(const char* p) noexcept -> made {
  p = skip_space(p);
  if (*p != '"')
    return {p, fail(p)};
  const char* const begin = p + 1;
  for (p = begin; may_look_ahead(p); p += scan::step) {
    if (const auto stops = scan::string_stops(p); stops != 0) {
      p += scan::first(stops);
      const auto length = static_cast<std::size_t>(p - begin);
      if (*p != '"' || length > key_cache::max_key_length)
        break;
      return {p + 1, make_key(key_cache::key_at(begin, length))};
    }
  }
  const made key = load_special_string(begin, p);
  if (key.object != nullptr && PyObject_Hash(key.object) == -1) {
    Py_DECREF(key.object);
    return {p, nullptr};
  }
  return key;
}

template <class Objects>
inline PyObject* loader<Objects>::make_key(const key_cache::key& key) noexcept {
  if (PyObject* const known = state_.keys.find(key))
    return known;
  PyObject* const str = make_ascii_str(key.text, key.text + key.length).object;
  if (str == nullptr)
    return nullptr;
  if (PyObject_Hash(str) == -1) {
    Py_DECREF(str);
    return nullptr;
  }
  state_.keys.keep(key, str);
  return str;
}

// Behind the colon that must follow a key; null: failed.
template <class Objects>
inline const char* loader<Objects>::behind_colon(const char* p) noexcept {
  p = skip_space(p);
  if (*p == ':') [[likely]]
    return skip_space(p + 1);
  fail(p);
  return nullptr;
}

// A key of a plain object and its colon. Keys come in the order in which they came
// before, but some are left out.
template <class Objects>
auto loader<Objects>::load_plain_key(const char* p, frame& object) noexcept -> made {
  constexpr int most_left_out = 4;
  if (may_look_ahead(p)) {
    shape_node* guess = object.at->guess;
    for (int i = 0; i != most_left_out && guess->guess != guess; ++i) {
      if (scan::matches(p, guess->token, guess->token_length)) {
        object.at = guess;
        return {p + guess->token_length, Py_NewRef(guess->key)};
      }
      guess = guess->guess;
    }
  }
  const made key = load_key(p);
  if (key.object == nullptr)
    return key;
  const char* const colon = behind_colon(key.p);
  if (colon == nullptr) {
    Py_DECREF(key.object);
    return {p, nullptr};
  }
  ++object.missed;
  object.at = state_.shapes.add_to_ring(object.at, key.object, p,
                                        static_cast<std::size_t>(colon - p));
  return {colon, key.object};
}

// The guess was wrong, or there was none: looks the key at p up among the shapes.
template <class Objects>
[[gnu::noinline]] auto loader<Objects>::find_shape(const char* p, frame& object,
                                                   std::size_t top) noexcept -> step {
  shape_node* const last = object.at;
  const frame* outer = &object - 1;
  while (outer->what == kind::array)
    --outer;
  if (outer->what == kind::shaped)
    state_.shapes.surprise(outer->at);
  if (may_look_ahead(p)) {
    for (shape_node* each = last->child; each != nullptr; each = each->sibling) {
      if (scan::matches(p, each->token, each->token_length)) {
        last->guess = each;
        return {p + each->token_length, each};
      }
    }
  }
  const made key = load_key(p);
  if (key.object == nullptr)
    return {nullptr, nullptr};
  const char* const colon = behind_colon(key.p);
  if (colon == nullptr) {
    Py_DECREF(key.object);
    return {nullptr, nullptr};
  }
  shape_tree& shapes = state_.shapes;
  shape_node* found = shapes.find(last, key.object);
  if (found == nullptr)
    found = shapes.add(last, key.object);
  if (found == nullptr)
    return leave_shape({colon, key.object}, object, top);
  Py_DECREF(key.object);
  shape_tree::learn_token(found, p, static_cast<std::size_t>(colon - p));
  return {colon, found};
}

// The object becomes plain: its values move apart and its keys between them. Takes the
// key.
template <class Objects>
auto loader<Objects>::leave_shape(made key, frame& object, std::size_t top) noexcept
    -> step {
  const std::size_t count = top - object.mark;
  while (static_cast<std::size_t>(values_.limit - values_.begin) <= top + count) {
    if (!grow_values()) {
      Py_DECREF(key.object);
      return {nullptr, nullptr};
    }
  }
  PyObject** const base = values_.begin + object.mark;
  const shape_node* node = object.at;
  for (std::size_t i = count; i-- > 0; node = node->parent) {
    base[2 * i + 1] = base[i];
    base[2 * i] = Py_NewRef(node->key);
  }
  base[2 * count] = key.object;
  object.what = kind::plain;
  state_.shapes.leave(object.tree);
  return {key.p, nullptr};
}

template <class Objects>
inline PyObject* loader<Objects>::make_object(const frame& object,
                                              std::size_t top) noexcept {
  PyObject* const* const values = values_.begin + object.mark;
  if (object.what == kind::plain) {
    const std::size_t count = (top - object.mark) / 2;
    if (object.tree == nullptr)
      state_.shapes.refuse(count);
    else
      state_.shapes.judge_ring(object.tree, object.missed, count);
    return objects_.dict(values, count, object.holds_containers);
  }
  shape_node* const last = object.at;
  if constexpr (Objects::shares_keys)
    if (last->shared != nullptr) [[likely]]
      return objects_.dict(*last->shared, values, object.holds_containers);
  return make_shaped(last, values, object.holds_containers);
}

// An object that ended at the node `last`.
template <class Objects>
[[gnu::noinline]] PyObject* loader<Objects>::make_shaped(shape_node* last,
                                                         PyObject* const* values,
                                                         bool holds) noexcept {
  PyObject* keys[shape_node::max_depth];
  const std::size_t count = last->depth;
  const shape_node* node = last;
  for (std::size_t i = count; i-- > 0; node = node->parent)
    keys[i] = node->key;
  if constexpr (Objects::shares_keys) {
    if (last->ended != 0 && count != 0 &&
        state_.shapes.has_room_for(compat::size_of_shared_keys(count))) {
      last->shared = compat::make_shared_keys(keys, count);
      return last->shared == nullptr ? nullptr
                                     : objects_.dict(*last->shared, values, holds);
    }
    last->ended = 1;
  }
  return objects_.dict(keys, values, count, holds);
}

// Behind a number or a literal at the top, white space or the end must come.
template <class Objects> bool loader<Objects>::is_separate(const char* p) noexcept {
  const char last = p[-1];
  if (last == '"' || last == ']' || last == '}' || p == end_ || json::is_space(*p))
    return true;
  fail(p, errc::missing_space);
  return false;
}

#include "pycore/loader_rows.hpp"
#include "pycore/loader_strings.hpp"
