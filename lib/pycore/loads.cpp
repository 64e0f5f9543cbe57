// From JSON bytes to Python objects in one pass, without recursion.
// SPDX-License-Identifier: Apache-2.0
//
// Finished values wait on one stack until their array or object closes; it is then made
// at its final size from what lies above its mark. Only str, int, float, list and dict
// are made and the collector is held off, so no Python code runs, but for one place:
// from 3.12 on the standard library helps with very long integers. Nothing half-made
// exists then.
#include "pycore/core.hpp"

#include <cstring>

#include "base/inline_stack.hpp"
#include "pycore/state.hpp"
#include "pycore/unicode.hpp"
#include "simd/kernels.hpp"
#include "json/characters.hpp"
#include "json/kernels.hpp"
#include "json/number_reader.hpp"
#include "json/utf8.hpp"

namespace krait::pycore {

namespace {

using base::errc;
using base::status;

// The collector looks for garbage among new containers, and all of ours are alive: each
// of its runs would be wasted. Only its switch is touched; the caller's next allocation
// pays what is due.
class collector_pause {
public:
  collector_pause() noexcept : was_enabled_(PyGC_Disable() != 0) {}
  ~collector_pause() {
    if (was_enabled_)
      PyGC_Enable();
  }
  collector_pause(const collector_pause&) = delete;
  collector_pause& operator=(const collector_pause&) = delete;

private:
  bool was_enabled_;
};

class loader {
public:
  loader(core_state& state, std::string_view text,
         const json::read_options& options) noexcept
      : state_(state),
        options_(options),
        begin_(text.data()),
        p_(begin_),
        end_(begin_ + text.size()) {}
  ~loader() { release(0); }
  loader(const loader&) = delete;
  loader& operator=(const loader&) = delete;

  py_ref load() noexcept {
    const collector_pause pause;
    if (!load_values() || !check_separation())
      return {};
    py_ref result = py_ref::steal(values_.top());
    values_.pop();
    return result;
  }
  std::size_t consumed() const noexcept {
    return static_cast<std::size_t>(p_ - begin_);
  }
  status failure() const noexcept { return failure_; }

private:
  // An open array or object.
  struct level {
    std::size_t
        mark; // values_ above this index are its own; in objects key, value, ...
    bool is_object;
    key_cache::slot owner;    // the key it was opened under; arrays inherit it
    key_cache::slot previous; // the last key of the object; `root` before the first
  };

  // Both return false: with failure_ set, or with a Python error set.
  bool fail(errc code = errc::malformed) noexcept {
    failure_ = {code, consumed()};
    return false;
  }
  static bool fail_memory() noexcept {
    PyErr_NoMemory();
    return false;
  }

  // The text ends in a zero byte, which is no space: no need to look for the end. Most
  // places have none or one; what comes in runs is indentation.
  void skip_space() noexcept {
    if (static_cast<unsigned char>(*p_) <= ' ')
      skip_space_run();
  }
  void skip_space_run() noexcept {
    while (json::is_space(*p_)) {
      ++p_;
      while (end_ - p_ >= 8 && std::memcmp(p_, "        ", 8) == 0)
        p_ += 8;
    }
  }

  bool load_values() noexcept;
  bool load_value(bool& opened) noexcept;
  bool finish_value(bool& done) noexcept;
  bool open(bool is_object) noexcept;
  bool close() noexcept;
  bool close_array(std::size_t mark) noexcept;
  bool close_object(std::size_t mark) noexcept;
  key_cache::slot owner_here() noexcept;
  bool load_key() noexcept;
  bool push_key(const char* begin) noexcept;
  bool push_new_key(const char* begin, level& object) noexcept;
  bool load_string() noexcept;
  py_ref finish_string(const char* begin, const char* stop) noexcept;
  py_ref unescape(const char* begin, const char* slash) noexcept;
  bool unescape_one() noexcept;
  bool unescape_unicode() noexcept;
  bool load_number() noexcept;
  bool load_other_number() noexcept;
  bool load_long_integer(const char* end) noexcept;
  bool load_word() noexcept;
  bool load_nan() noexcept;
  bool check_separation() noexcept;

  // Takes the reference over, null included.
  bool push(py_ref value) noexcept {
    if (!value)
      return false;
    if (!values_.push(value.lend()))
      return fail_memory();
    static_cast<void>(value.give());
    return true;
  }
  bool push_constant(PyObject* lent, std::size_t length) noexcept {
    p_ += length;
    separate_ = true;
    return push(py_ref::share(lent));
  }
  void release(std::size_t mark) noexcept {
    while (values_.size() > mark) {
      Py_DECREF(values_.top());
      values_.pop();
    }
  }

  core_state& state_;
  const json::read_options& options_;
  const json::kernels& kernels_ = json::selected_kernels();
  const simd::kernels& bytes_ = simd::selected_kernels();
  const char* const begin_;
  const char* p_;
  const char* const end_;
  bool separate_ = false; // the last value was a number or a literal
  status failure_;
  base::inline_stack<PyObject*, 128> values_; // owned
  base::inline_stack<level, 32> levels_;
  base::heap_buffer unescaped_;
};

bool loader::load_values() noexcept {
  for (bool done = false; !done;) {
    bool opened = false;
    if (!load_value(opened))
      return false;
    if (!opened && !finish_value(done))
      return false;
  }
  return true;
}

// `opened`: a container was entered; its first value (behind its key) comes next.
inline bool loader::load_value(bool& opened) noexcept {
  skip_space();
  switch (*p_) {
  case '"': return load_string();
  case '{':
    if (!open(true))
      return false;
    opened = *p_ != '}';
    return opened ? load_key() : close();
  case '[':
    if (!open(false))
      return false;
    opened = *p_ != ']';
    return opened || close();
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
  case '9': return load_number();
  default: return load_word();
  }
}

// Behind a value: closing brackets and a comma, up to the next value or the text's end.
inline bool loader::finish_value(bool& done) noexcept {
  while (!levels_.empty()) {
    skip_space();
    const bool is_object = levels_.top().is_object;
    if (*p_ == ',') {
      ++p_;
      return !is_object || load_key();
    }
    if (*p_ != (is_object ? '}' : ']'))
      return fail();
    if (!close())
      return false;
  }
  done = true;
  return true;
}

inline bool loader::open(bool is_object) noexcept {
  if (levels_.size() >= options_.max_depth)
    return fail(errc::too_deep);
  if (!levels_.push({values_.size(), is_object, owner_here(), key_cache::root}))
    return fail_memory();
  ++p_;
  skip_space();
  return true;
}

inline bool loader::close() noexcept {
  ++p_;
  separate_ = false;
  const level closed = levels_.top();
  levels_.pop();
  return closed.is_object ? close_object(closed.mark) : close_array(closed.mark);
}

bool loader::close_array(std::size_t mark) noexcept {
  const std::size_t count = values_.size() - mark;
  py_ref list = py_ref::steal(PyList_New(static_cast<Py_ssize_t>(count)));
  if (!list)
    return false;
  // SET_ITEM takes the references over, so they only leave our stack.
  for (std::size_t i = 0; i < count; ++i)
    PyList_SET_ITEM(list.lend(), static_cast<Py_ssize_t>(i), values_[mark + i]);
  values_.pop(count);
  return push(std::move(list));
}

bool loader::close_object(std::size_t mark) noexcept {
  py_ref dict = py_ref::steal(PyDict_New());
  if (!dict)
    return false;
  // Setting a key again keeps its first place and takes the last value: json's rule.
  for (std::size_t i = mark; i < values_.size(); i += 2)
    if (PyDict_SetItem(dict.lend(), values_[i], values_[i + 1]) != 0)
      return false;
  release(mark);
  return push(std::move(dict));
}

// Under which key a container opened now would stand.
inline key_cache::slot loader::owner_here() noexcept {
  if (levels_.empty())
    return key_cache::root;
  const level& outer = levels_.top();
  return outer.is_object ? outer.previous : outer.owner;
}

inline bool loader::load_key() noexcept {
  skip_space();
  if (*p_ != '"')
    return fail();
  if (!push_key(p_ + 1))
    return false;
  skip_space();
  if (*p_ != ':')
    return fail();
  ++p_;
  return true;
}

inline bool loader::push_key(const char* begin) noexcept {
  level& object = levels_.top();
  key_cache& keys = state_.keys;
  const key_cache::slot guess = object.previous == key_cache::root
                                    ? keys.guess_first(object.owner)
                                    : keys.guess_next(object.previous);
  std::size_t length = 0;
  if (!keys.matches(guess, begin, end_, length))
    return push_new_key(begin, object);
  object.previous = guess;
  p_ = begin + length + 1;
  return push(py_ref::share(keys.key(guess)));
}

bool loader::push_new_key(const char* begin, level& object) noexcept {
  const char* const stop = kernels_.find_not_plain(begin, end_);
  const auto length = static_cast<std::size_t>(stop - begin);
  if (*stop != '"' || length > key_cache::max_key_length) {
    object.previous = key_cache::unkept;
    return push(finish_string(begin, stop));
  }
  p_ = stop + 1;
  key_cache& keys = state_.keys;
  const key_cache::slot found = keys.find_or_make(begin, length);
  if (found == key_cache::unkept)
    return false;
  if (object.previous == key_cache::root)
    keys.learn_first(object.owner, found);
  else
    keys.learn_next(object.previous, found);
  object.previous = found;
  return push(py_ref::share(keys.key(found)));
}

inline bool loader::load_string() noexcept {
  const char* const begin = p_ + 1;
  const char* const stop = kernels_.find_not_plain(begin, end_);
  separate_ = false;
  if (*stop != '"')
    return push(finish_string(begin, stop));
  p_ = stop + 1;
  return push(make_ascii(begin, static_cast<std::size_t>(stop - begin)));
}

// The rest of a string whose bytes [begin, stop) are plain ASCII. At end_ `stop` points
// to the zero byte, as good as any control character.
py_ref loader::finish_string(const char* begin, const char* stop) noexcept {
  stop = kernels_.find_escapable(stop, end_);
  if (*stop == '\\')
    return unescape(begin, stop);
  p_ = stop;
  if (*stop != '"') {
    fail();
    return {};
  }
  ++p_;
  return make_str(bytes_, begin, stop);
}

// A string with escapes: into a buffer of UTF-8, where lone surrogates stand like other
// code points, and from there to its str.
py_ref loader::unescape(const char* begin, const char* slash) noexcept {
  unescaped_.clear();
  for (p_ = slash;;) {
    if (!unescaped_.append({begin, static_cast<std::size_t>(p_ - begin)})) {
      fail_memory();
      return {};
    }
    if (*p_ == '"')
      break;
    if (!unescape_one())
      return {};
    begin = p_;
    p_ = kernels_.find_escapable(p_, end_);
  }
  ++p_;
  const char* const text = unescaped_.data();
  return make_str(bytes_, text, text + unescaped_.size());
}

// At a character that cannot stand in a string: right only if it begins an escape.
bool loader::unescape_one() noexcept {
  if (*p_ != '\\')
    return fail();
  if (p_[1] == 'u')
    return unescape_unicode();
  const char meant = json::unescaped(p_[1]);
  if (meant == 0)
    return fail();
  p_ += 2;
  return unescaped_.append(meant) || fail_memory();
}

bool loader::unescape_unicode() noexcept {
  // The zero byte at the end stops hex_quad() in time.
  const int unit = json::hex_quad(p_ + 2);
  if (unit < 0)
    return fail();
  p_ += 6;
  auto value = static_cast<std::uint32_t>(unit);
  if (json::is_high_surrogate(value) && p_[0] == '\\' && p_[1] == 'u') {
    const int low = json::hex_quad(p_ + 2);
    if (low >= 0 && json::is_low_surrogate(static_cast<std::uint32_t>(low))) {
      value = json::join_surrogates(value, static_cast<std::uint32_t>(low));
      p_ += 6;
    }
  }
  if (!unescaped_.reserve(4))
    return fail_memory();
  unescaped_.advance_to(json::encode_utf8(unescaped_.cursor(), value));
  return true;
}

inline bool loader::load_number() noexcept {
  separate_ = true;
  std::int64_t value = 0;
  if (const char* const end = json::read_short_integer(p_, end_, value)) {
    p_ = end;
    return push(py_ref::steal(PyLong_FromLongLong(value)));
  }
  return load_other_number();
}

bool loader::load_other_number() noexcept {
  const json::number number = json::read_number(p_, end_);
  switch (number.kind) {
  case json::number_kind::integer:
    p_ = number.end;
    return push(py_ref::steal(PyLong_FromLongLong(number.integer)));
  case json::number_kind::real:
    p_ = number.end;
    return push(py_ref::steal(PyFloat_FromDouble(number.real)));
  case json::number_kind::long_integer: return load_long_integer(number.end);
  case json::number_kind::out_of_range: return fail(errc::number_out_of_range);
  case json::number_kind::malformed: break;
  }
  return *p_ == '-' && p_[1] == 'I' ? load_nan() : fail();
}

bool loader::load_long_integer(const char* end) noexcept {
  // A copy, as PyLong_FromString() reads on where `_` follows.
  unescaped_.clear();
  if (!unescaped_.append({p_, static_cast<std::size_t>(end - p_)}) ||
      !unescaped_.append('\0'))
    return fail_memory();
  py_ref integer = py_ref::steal(PyLong_FromString(unescaped_.data(), nullptr, 10));
  if (!integer && PyErr_ExceptionMatches(PyExc_ValueError)) {
    PyErr_Clear();
    return fail(errc::integer_too_long);
  }
  p_ = end;
  return push(std::move(integer));
}

bool loader::load_word() noexcept {
  // Each comparison ends at the zero byte at the latest.
  switch (*p_) {
  case 't':
    return std::strncmp(p_, "true", 4) == 0 ? push_constant(Py_True, 4) : fail();
  case 'f':
    return std::strncmp(p_, "false", 5) == 0 ? push_constant(Py_False, 5) : fail();
  case 'n':
    return std::strncmp(p_, "null", 4) == 0 ? push_constant(Py_None, 4) : fail();
  case 'N':
  case 'I': return load_nan();
  default: return fail();
  }
}

bool loader::load_nan() noexcept {
  struct word {
    std::string_view text;
    double value;
  };
  constexpr word words[] = {
      {"NaN", Py_NAN}, {"Infinity", Py_HUGE_VAL}, {"-Infinity", -Py_HUGE_VAL}};
  for (const word& known : words) {
    if (std::strncmp(p_, known.text.data(), known.text.size()) != 0)
      continue;
    if (!options_.allow_nan)
      return fail(errc::nan_not_allowed);
    p_ += known.text.size();
    separate_ = true;
    return push(py_ref::steal(PyFloat_FromDouble(known.value)));
  }
  return fail();
}

bool loader::check_separation() noexcept {
  return !separate_ || p_ == end_ || json::is_space(*p_) || fail(errc::missing_space);
}

} // namespace

py_ref load_one(core_state& state, std::string_view text,
                const json::read_options& options, std::size_t& consumed,
                base::status& failure) noexcept {
  loader loader(state, text, options);
  py_ref result = loader.load();
  consumed = loader.consumed();
  failure = loader.failure();
  return result;
}

} // namespace krait::pycore
