// The loops of one instruction set as functions. Included, like dumper.hpp, inside the
// namespace and the target region of a dumps_<isa>.cpp; no include guard.
// SPDX-License-Identifier: Apache-2.0

#include "pycore/dumper_scalars.hpp"

#include "pycore/dumper_rows.hpp"
#include "pycore/dumper_text.hpp"

#include "pycore/dumper.hpp"

template <class Values, style Style>
bool dump_with(const dumping& given, PyObject* object) noexcept {
  return dumper<Values, Style>(given).run(object);
}

template <class Values>
[[gnu::noinline]] PyObject* dump_container(core_state& state,
                                           PyObject* object) noexcept {
  static constexpr json::write_options options;
  bytes_buffer out;
  if (!dumper<Values, style::plain>({state, options, nullptr, out}).run(object))
    return nullptr;
  return out.finish().give();
}

// What follows needs nothing of all that.
inline constexpr std::size_t longest_alone = 256; // code units

[[gnu::noinline]] PyObject* dump_string(PyObject* str) noexcept {
  char text[short_strings::room_of(longest_alone)];
  char* end = text;
  const auto n = static_cast<std::size_t>(PyUnicode_GET_LENGTH(str));
  if (short_strings::is_ascii(str)) {
    *end = '"';
    end = quoting::copy<false>(text + 1, short_strings::text_of(str), n);
    *end++ = '"';
  } else {
    end = short_strings::write_wide(text, str, n);
  }
  return PyBytes_FromStringAndSize(text, end - text);
}

[[gnu::always_inline]] inline bool is_alone(PyObject* object) noexcept {
  return Py_TYPE(object) == &PyUnicode_Type && PyUnicode_IS_COMPACT(object) &&
         static_cast<std::size_t>(PyUnicode_GET_LENGTH(object)) <= longest_alone;
}

// What has but one text: the bytes of it are made once.
[[gnu::noinline]] PyObject* dump_constant(core_state& state, constant at) noexcept {
  static constexpr std::string_view texts[constants] = {"null", "true", "false", "[]",
                                                        "{}"};
  PyObject*& text = state.constant_texts[static_cast<std::size_t>(at)];
  if (text == nullptr) {
    const std::string_view wanted = texts[static_cast<std::size_t>(at)];
    text = PyBytes_FromStringAndSize(wanted.data(),
                                     static_cast<Py_ssize_t>(wanted.size()));
  }
  return Py_XNewRef(text);
}

[[gnu::always_inline]] inline std::optional<constant>
constant_of(PyObject* object) noexcept {
  if (object == Py_None)
    return constant::null_;
  if (object == Py_True)
    return constant::true_;
  if (object == Py_False)
    return constant::false_;
  if (Py_TYPE(object) == &PyList_Type && PyList_GET_SIZE(object) == 0)
    return constant::list;
  if (Py_TYPE(object) == &PyDict_Type &&
      reinterpret_cast<PyDictObject*>(object)->ma_used == 0)
    return constant::dict;
  return std::nullopt;
}

template <class Values>
PyObject* dump_whole(core_state& state, PyObject* object) noexcept {
  char text[std::max(scalars<Values>::room, short_strings::room)];
  char* p = text;
  if (short_strings::write(p, object) || scalars<Values>::number(p, object))
    return PyBytes_FromStringAndSize(text, p - text);
  if (const std::optional<constant> known = constant_of(object))
    return dump_constant(state, *known);
  return is_alone(object) ? dump_string(object) : dump_container<Values>(state, object);
}

template <class Values>
constexpr dump_loops loops_with = {dump_whole<Values>, dump_with<Values, style::plain>,
                                   dump_with<Values, style::indented>,
                                   dump_with<Values, style::styled>};

#if KRAIT_LAYOUT
constexpr dump_loops with_layout = loops_with<compat::layout_values>;
#else
constexpr dump_loops with_layout = {};
#endif
