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
        objects_(state.objects, traits.is_small),
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
  // Digits of an integer: of more, Python code may make it (more than 6,000 in 3.12).
  static constexpr std::ptrdiff_t longest_without_python = 2000;
  static constexpr std::ptrdiff_t least_for_rows = 64; // bytes: a row takes setting up

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
    before_value,  // perhaps behind white space
    before_number, // load_row() goes on
    behind_value,
    closed, // behind the bracket; the list lies on the stack
  };
  struct row {
    const char* p;
    PyObject** top;
    row_end end;
  };

  // Bits for the places of a block's numbers; all zero: not all of them are plain.
  struct plain_numbers {
    std::uint64_t ends;   // behind the last digit
    std::uint64_t firsts; // the first digit
    std::uint64_t points;
    std::uint64_t signs; // the first digit of what may be negative
    bool stops;          // no comma at the last end
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
  made load_long_string(const char* begin, const char* p) noexcept;
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
  row load_block(const char* p, PyObject** top, bool is_dense) noexcept;
  static plain_numbers find_plain_numbers(const char* block) noexcept;
  row load_plain_block(const char* block, PyObject** top,
                       plain_numbers numbers) noexcept;
  row load_other_block(const char* block, PyObject** top) noexcept;
  PyObject* load_plain(const char* p, const char* end, std::uint64_t others) noexcept;
  PyObject* load_scientific(const char* p, const char* end, std::uint64_t others,
                            bool negative) noexcept;
  // Branch-free: in many documents one of two numbers is negative.
  static double with_sign(double magnitude, std::uint64_t negative) noexcept {
    return std::bit_cast<double>(std::bit_cast<std::uint64_t>(magnitude) | negative
                                                                               << 63);
  }
  static bool begins_number(char c) noexcept {
    return static_cast<unsigned char>(c - '0') <= 9 || c == '-';
  }
  row load_literals(const char* p, PyObject** top) const noexcept;
  static bool begins_literal(char c) noexcept {
    return static_cast<unsigned char>(c - 'a') < 26;
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
  static made find_known_key(const char* p, const char* safe_end,
                             key_cache& keys) noexcept;
  const char* behind_colon(const char* p) noexcept;
  step find_shape(const char* p, frame& object, std::size_t top) noexcept;
  step leave_shape(made key, frame& object, std::size_t top) noexcept;
  PyObject* make_object(const frame& object, std::size_t top) noexcept;
  PyObject* make_plain(PyObject* const* pairs, std::size_t count, bool holds) noexcept;
  bool share_keys(PyObject* const* pairs, std::size_t count, std::uint64_t sum,
                  key_sets::found& set) noexcept;
  PyObject* make_shaped(shape_node* last, PyObject* const* values, bool holds) noexcept;
  PyObject* make_first(shape_node* last, PyObject* const* values, bool holds) noexcept;
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
  [[maybe_unused]] made_value : if (next.object == nullptr) [[unlikely]] goto failed;
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
      std::int64_t value = 0;
      if (end_ - begin_ < least_for_rows) [[unlikely]]
        if (const char* const end =
                json::read_short_integer(p, safe_end_ + load_reach, value)) {
          next = {end, objects_.integer(value)};
          goto made_value;
        }
      const row numbers = load_row(p, top, f);
      p = numbers.p;
      top = numbers.top;
      switch (numbers.end) {
      case row_end::before_number:
      case row_end::before_value: break;
      case row_end::behind_value: goto after_value;
      case row_end::closed: goto closed_row;
      case row_end::failed: goto failed;
      }
    }
  }
  if (begins_literal(*p) && may_look_ahead(p)) {
    const row literals = load_literals(p, top);
    p = literals.p;
    top = literals.top;
    if (literals.end == row_end::behind_value) [[likely]]
      goto after_value;
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

// Behind a number or a literal at the top, white space or the end must come.
template <class Objects> bool loader<Objects>::is_separate(const char* p) noexcept {
  const char last = p[-1];
  if (last == '"' || last == ']' || last == '}' || p == end_ || json::is_space(*p))
    return true;
  fail(p, errc::missing_space);
  return false;
}

#include "pycore/loader_numbers.hpp"
#include "pycore/loader_objects.hpp"
#include "pycore/loader_rows.hpp"
#include "pycore/loader_strings.hpp"
