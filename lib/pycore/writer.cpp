// Values that need a close look, containers, and who owns what meanwhile.
// SPDX-License-Identifier: Apache-2.0
//
// Python code may run in few places only: the fallback, items() of a dict subclass, the
// sort of its keys, the text of a very large int, and the release of what those made.
// Before each of them hold() takes references to all that is still needed.
#include "pycore/writer.hpp"

#include <bit>
#include <cmath>
#include <cstring>

#include "pycore/str_writer.hpp"
#include "json/number_writer.hpp"

namespace krait::pycore {

namespace {

bool is_mapping(container kind) noexcept {
  return kind == container::dict || kind == container::sorted ||
         kind == container::items;
}

} // namespace

const char* nan_text(double value) noexcept {
  return std::isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}

const char* constant_text(PyObject* object) noexcept {
  return object == Py_None ? "null" : object == Py_True ? "true" : "false";
}

// The exact types by likelihood; everything else is looked at closely.
step writer::write_value(PyObject* object) noexcept {
  PyTypeObject* const type = Py_TYPE(object);
  if (type == &PyUnicode_Type)
    return done(write_str(kernels_, object, options_.ensure_ascii, out_));
  if (type == &PyLong_Type)
    return write_integer(object);
  if (type == &PyFloat_Type)
    return write_real(PyFloat_AS_DOUBLE(object));
  if (type == &PyDict_Type)
    return open_mapping(object);
  if (type == &PyList_Type)
    return open(object, container::list);
  if (object == Py_None || type == &PyBool_Type)
    return write_constant(object);
  return write_subclass(object);
}

// json's order of questions, so that an object that is two things is written as there.
step writer::write_subclass(PyObject* object) noexcept {
  if (PyUnicode_Check(object))
    return done(write_str(kernels_, object, options_.ensure_ascii, out_));
  if (PyLong_Check(object))
    return write_integer(object);
  if (PyFloat_Check(object))
    return write_real(PyFloat_AS_DOUBLE(object));
  if (PyList_Check(object))
    return open(object, container::list);
  if (PyTuple_Check(object))
    return open(object, container::tuple);
  if (PyDict_Check(object))
    return open_mapping(object);
  return write_fallback(object);
}

step writer::write_constant(PyObject* object) noexcept {
  return done(out_.append(constant_text(object)));
}

step writer::write_integer(PyObject* object) noexcept {
  int overflow = 0;
  const long long value = PyLong_AsLongLongAndOverflow(object, &overflow);
  if (overflow != 0)
    return write_long_integer(object);
  if (!out_.reserve(json::max_integer_length))
    return done(false);
  out_.advance_to(json::write_integer(out_.cursor(), value));
  return step::written;
}

// int's own repr, whatever a subclass makes of it. From 3.12 on it runs Python code of
// the standard library where the number is very large.
step writer::write_long_integer(PyObject* object) noexcept {
  hold();
  const py_ref keep = py_ref::share(object);
  const py_ref text = py_ref::steal(PyLong_Type.tp_repr(object));
  if (!text)
    return PyErr_ExceptionMatches(PyExc_ValueError)
               ? fail_with_exception("integer cannot be written")
               : step::failed;
  const auto* digits = static_cast<const char*>(PyUnicode_DATA(text.lend()));
  return done(out_.append(
      {digits, static_cast<std::size_t>(PyUnicode_GET_LENGTH(text.lend()))}));
}

step writer::write_real(double value) noexcept {
  if (!std::isfinite(value))
    return write_nan(value);
  if (!out_.reserve(json::real_room))
    return done(false);
  out_.advance_to(kernels_.write_real(out_.cursor(), value));
  return step::written;
}

step writer::write_nan(double value) noexcept {
  if (options_.allow_nan)
    return done(out_.append(nan_text(value)));
  return fail("NaN and Infinity are not JSON");
}

step writer::write_fallback(PyObject* object) noexcept {
  if (fallback_ == nullptr)
    return fail_type("Object of type ", object, " is not JSON serializable");
  // What the fallback gives may itself need it; as many times as values may nest.
  const py_ref first = py_ref::share(object);
  py_ref current = py_ref::share(object);
  for (std::size_t calls = levels_.size(); calls < options_.max_depth; ++calls) {
    py_ref next = call_fallback(current.lend());
    if (!next)
      return step::failed;
    if (next.lend() == first.lend())
      return fail("default() returned its argument: circular reference");
    current = std::move(next);
    PyObject* const value = current.lend();
    PyTypeObject* const type = Py_TYPE(value);
    const bool known =
        value == Py_None ||
        PyType_HasFeature(type, Py_TPFLAGS_UNICODE_SUBCLASS | Py_TPFLAGS_LONG_SUBCLASS |
                                    Py_TPFLAGS_LIST_SUBCLASS |
                                    Py_TPFLAGS_TUPLE_SUBCLASS |
                                    Py_TPFLAGS_DICT_SUBCLASS) ||
        PyFloat_Check(value);
    if (known) {
      const step last = write_value(value);
      if (last == step::opened)
        hold(); // nobody else may own it
      return last;
    }
  }
  return fail("default() calls nested deeper than the limit");
}

py_ref writer::call_fallback(PyObject* object) noexcept {
  hold();
  return py_ref::steal(PyObject_CallOneArg(fallback_, object));
}

step writer::open(PyObject* object, container kind) noexcept {
  const bool nothing = kind == container::list ? PyList_GET_SIZE(object) == 0
                                               : PyTuple_GET_SIZE(object) == 0;
  if (nothing)
    return write_empty("[]", object);
  return push_level(object, object, kind);
}

step writer::write_empty(const char* brackets, PyObject* object) noexcept {
  if (levels_.size() >= options_.max_depth)
    return fail_depth(object);
  return done(out_.append(brackets));
}

step writer::open_mapping(PyObject* object) noexcept {
  const bool exact = PyDict_CheckExact(object);
  if (PyDict_Size(object) == 0)
    return write_empty("{}", object);
  if (exact && !options_.sort_keys)
    return push_level(object, object, container::dict);
  hold();
  const py_ref keep = py_ref::share(object); // items() may take it out of its container
  py_ref items = sorted_items(object);
  if (!items)
    return step::failed;
  if (PyList_GET_SIZE(items.lend()) == 0)
    return write_empty("{}", object);
  const step last = push_level(items.lend(), object, container::items);
  if (last == step::opened)
    hold(); // nobody else owns the pairs
  return last;
}

// The pairs as json sees them: items(), which a subclass may define, in its order;
// sorted as pairs where that is asked for.
py_ref writer::sorted_items(PyObject* object) noexcept {
  py_ref items = py_ref::steal(PyDict_CheckExact(object) ? PyDict_Items(object)
                                                         : PyMapping_Items(object));
  if (items && options_.sort_keys && PyList_Sort(items.lend()) != 0) {
    if (PyErr_ExceptionMatches(PyExc_TypeError))
      fail_with_exception("keys cannot be sorted");
    return {};
  }
  return items;
}

step writer::push_level(PyObject* walked, PyObject* source, container kind) noexcept {
  if (levels_.size() >= options_.max_depth)
    return fail_depth(source);
  if (closes_cycle(source, levels_.size()))
    return fail_cycle(std::bit_floor(levels_.size()) - 1);
  const Py_ssize_t size = kind == container::dict ? PyDict_Size(walked) : Py_ssize_t{0};
  if (!levels_.push({walked, source, nullptr, 0, size, kind, false, true}))
    return done(false);
  return out_.append(is_mapping(kind) ? '{' : '[') ? step::opened : done(false);
}

step writer::fail_depth(PyObject* source) noexcept {
  for (std::size_t i = levels_.size(); i-- != 0;)
    if (levels_[i].source == source)
      return fail_cycle(i);
  return fail("nested deeper than max_depth");
}

// The container at index `same` would come again on top. The path ends where the cycle
// first closes, which is often lower: the stack repeats itself from there.
step writer::fail_cycle(std::size_t same) noexcept {
  const std::size_t length = levels_.size() - same;
  std::size_t first = same;
  for (std::size_t i = 0; i < same; ++i) {
    if (levels_[i].source == levels_[i + length].source) {
      first = i;
      break;
    }
  }
  while (levels_.size() > first + length)
    drop_level();
  return fail("circular reference");
}

bool writer::check_cycles(std::size_t first) noexcept {
  for (std::size_t at = first; at < levels_.size(); ++at) {
    if (closes_cycle(levels_[at].source, at)) {
      while (levels_.size() != at)
        drop_level();
      fail_cycle(std::bit_floor(at) - 1);
      return false;
    }
  }
  return true;
}

step writer::continue_items() noexcept {
  for (;;) {
    release_key();
    level& level = levels_.top();
    if (level.next >= PyList_GET_SIZE(level.object))
      return close_level();
    PyObject* const pair = PyList_GET_ITEM(level.object, level.next);
    ++level.next;
    if (!PyTuple_Check(pair) || PyTuple_GET_SIZE(pair) != 2)
      return fail("items() must give pairs");
    const step last =
        write_member(PyTuple_GET_ITEM(pair, 0), PyTuple_GET_ITEM(pair, 1));
    if (last != step::written)
      return last;
  }
}

step writer::write_member(PyObject* key, PyObject* value) noexcept {
  if (skips(key))
    return step::written;
  const py_ref keep = py_ref::share(value); // the text of a large key may run Python
  levels_.top().key = key;
  if (separate() == step::failed || write_key(key) == step::failed)
    return step::failed;
  if (!(options_.pretty ? out_.append(": ") : out_.append(':')))
    return done(false);
  return write_value(value);
}

step writer::write_key(PyObject* key) noexcept {
  if (PyUnicode_Check(key))
    return done(write_str(kernels_, key, options_.ensure_ascii, out_));
  return write_other_key(key);
}

// Keys that are no strings, as json spells them.
step writer::write_other_key(PyObject* key) noexcept {
  if (PyFloat_Check(key) || PyLong_Check(key) || key == Py_None)
    return write_quoted(key);
  return fail_type("keys must be str, int, float, bool or None, not ", key, "");
}

step writer::write_quoted(PyObject* key) noexcept {
  if (!out_.append('"'))
    return done(false);
  const step last = PyFloat_Check(key) ? write_real(PyFloat_AS_DOUBLE(key))
                    : PyBool_Check(key) || key == Py_None ? write_constant(key)
                                                          : write_integer(key);
  return last == step::written ? done(out_.append('"')) : last;
}

bool writer::skips(PyObject* key) const noexcept {
  return options_.skip_keys && !PyUnicode_Check(key) && !PyLong_Check(key) &&
         !PyFloat_Check(key) && key != Py_None;
}

step writer::separate() noexcept {
  level& level = levels_.top();
  const bool first = level.empty;
  level.empty = false;
  if (!first && !out_.append(','))
    return done(false);
  if (options_.pretty && !write_newline(levels_.size()))
    return done(false);
  return step::written;
}

step writer::close_level() noexcept {
  const bool mapping = is_mapping(levels_.top().kind);
  const bool empty = levels_.top().empty;
  drop_level();
  if (options_.pretty && !empty && !write_newline(levels_.size()))
    return done(false);
  return done(out_.append(mapping ? '}' : ']'));
}

bool writer::write_newline(std::size_t depth) noexcept {
  const std::string_view indent = options_.indent;
  if (!out_.reserve(1 + depth * indent.size()))
    return false;
  char* p = out_.cursor();
  *p++ = '\n';
  for (; depth != 0; --depth) {
    std::memcpy(p, indent.data(), indent.size());
    p += indent.size();
  }
  out_.advance_to(p);
  return true;
}

// Before Python code may run: what is open must live on, and so must the keys, for the
// path of an error. Of the levels held before, only the topmost can have a new key.
void writer::hold() noexcept {
  for (std::size_t i = held_ == 0 ? 0 : held_ - 1; i < levels_.size(); ++i) {
    level& level = levels_[i];
    if (i >= held_) {
      Py_INCREF(level.object);
      Py_INCREF(level.source);
      if (level.kind == container::sorted)
        for (Py_ssize_t member = 0; member < level.size; ++member, ++held_members_) {
          Py_INCREF(members_[held_members_].key);
          Py_INCREF(members_[held_members_].value);
        }
    }
    if (level.key != nullptr && !level.holds_key) {
      Py_INCREF(level.key);
      level.holds_key = true;
    }
  }
  held_ = levels_.size();
}

// Before the next key is looked at, as releasing the last one may run Python code.
void writer::release_key() noexcept {
  level& level = levels_.top();
  if (level.holds_key) {
    level.holds_key = false;
    Py_CLEAR(level.key);
  }
}

// The level goes first: releasing its objects may run Python code.
void writer::drop_level() noexcept {
  const bool owned = top_is_held();
  const level closed = levels_.top();
  levels_.pop();
  const auto members =
      closed.kind == container::sorted ? static_cast<std::size_t>(closed.size) : 0;
  if (!owned) {
    members_.pop(members);
    return;
  }
  --held_;
  for (std::size_t left = members; left != 0; --left, --held_members_) {
    const sorted_member closed_member = members_.top();
    members_.pop();
    Py_DECREF(closed_member.key);
    Py_DECREF(closed_member.value);
  }
  if (closed.holds_key)
    Py_DECREF(closed.key);
  Py_DECREF(closed.object);
  Py_DECREF(closed.source);
}

} // namespace krait::pycore
