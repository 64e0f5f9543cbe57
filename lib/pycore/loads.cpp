// Chooses the loop of loads() and gives it room around the text.
// SPDX-License-Identifier: Apache-2.0
#include "pycore/core.hpp"

#include <cstring>

#include "base/byte_order_mark.hpp"
#include "pycore/loading.hpp"
#include "pycore/short_text.hpp"
#include "pycore/text_source.hpp"
#include "pycore/whole_text.hpp"
#include "simd/isa.hpp"
#include "json/characters.hpp"

namespace krait::pycore {

namespace {

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

const load_functions& functions_of(simd::isa set) noexcept {
#if defined(__x86_64__)
  switch (set) {
  case simd::isa::avx512: return avx512::load_table;
  case simd::isa::avx2: return avx2::load_table;
  case simd::isa::sse42: return sse42::load_table;
  case simd::isa::scalar: break;
  }
#else
  static_cast<void>(set);
#endif
  return scalar::load_table;
}

bool may_hold_containers(std::string_view text) noexcept {
  return text.size() > 1 &&
         (text.front() == '[' || text.front() == '{' || json::is_space(text.front()));
}

loaded load(core_state& state, const json::read_options& options, std::string_view text,
            text_traits traits, base::status& failure) noexcept {
  const load_functions& functions = *state.load_functions;
  // What is made without the API starts no collector; nor does a number or a str.
  if (state.layout_known && !(traits.is_small && may_hold_containers(text)))
    return functions.with_layout(state, options, text, traits, failure);
  const collector_pause pause;
  const load_function load_it =
      state.layout_known ? functions.with_layout : functions.with_api;
  return load_it(state, options, text, traits, failure);
}

// A text of at most `longest` bytes, with readable bytes on both sides: worth a copy,
// as it would otherwise be read a byte at a time for the most part.
class roomy_copy {
public:
  static constexpr std::size_t longest = 4096;

  explicit roomy_copy(std::string_view text) noexcept {
    std::memcpy(begin(), text.data(), text.size());
    std::memset(begin() + text.size(), 0, load_reach);
  }
  char* begin() noexcept { return bytes_ + load_reach; }

private:
  char bytes_[load_reach + longest + load_reach];
};

// Out of line: its frame is large.
[[gnu::noinline]] loaded load_copy(core_state& state, const json::read_options& options,
                                   std::string_view text, text_traits traits,
                                   base::status& failure) noexcept {
  roomy_copy copy(text);
  loaded result = load(state, options, {copy.begin(), text.size()}, traits, failure);
  if (result.object != nullptr)
    result.end = text.data() + (result.end - copy.begin());
  return result;
}

loaded load_roomy(core_state& state, const json::read_options& options,
                  std::string_view text, utf8 validity,
                  base::status& failure) noexcept {
  const bool is_short = text.size() <= roomy_copy::longest;
  const text_traits traits{is_short, text.size() <= text_traits::small, validity};
  return is_short ? load_copy(state, options, text, traits, failure)
                  : load(state, options, text, traits, failure);
}

loaded load_text(core_state& state, const json::read_options& options,
                 std::string_view text, utf8 validity, base::status& failure) noexcept {
  if (!state.begin_text())
    return {};
  const loaded result = load_roomy(state, options, text, validity, failure);
  state.shapes.end();
  return result;
}

bool only_space(const char* p, const char* end) noexcept {
  while (p != end && json::is_space(*p))
    ++p;
  return p == end;
}

// Apart from load_whole(), whose short way needs no frame.
[[gnu::noinline]] PyObject* load_long(core_state& state, PyObject* given,
                                      std::string_view all, utf8 validity,
                                      const json::read_options& options) noexcept {
  std::string_view text = all;
  if (text.starts_with(base::byte_order_mark)) [[unlikely]]
    text.remove_prefix(base::byte_order_mark.size());
  base::status failure;
  const loaded result = load_text(state, options, text, validity, failure);
  if (result.object != nullptr) [[likely]] {
    if (only_space(result.end, text.data() + text.size())) [[likely]]
      return result.object;
    Py_DECREF(result.object);
    failure = {base::errc::data_after_text,
               static_cast<std::size_t>(result.end - text.data())};
  }
  return raise_failure(state, given, all, validity, options, failure);
}

// A text that is one string of plain ASCII, checked while it is copied. Null without an
// error: it is another text, or memory is short.
PyObject* load_lone_string(const core_state& state, std::string_view text) noexcept {
  static_assert(longest_short_text - 1 >= least_to_copy);
  if (text.front() != '"' || text.back() != '"')
    return nullptr;
  const std::size_t length = text.size() - 2;
  PyObject* const str = PyUnicode_New(static_cast<Py_ssize_t>(length), 0x7F);
  if (str == nullptr) {
    PyErr_Clear();
    return nullptr;
  }
  if (state.load_functions->copy_plain(
          reinterpret_cast<char*>(PyUnicode_1BYTE_DATA(str)), text.data() + 1, length))
    return str;
  Py_DECREF(str);
  return nullptr;
}

} // namespace

void prepare_loads(core_state& state) noexcept {
  state.load_functions = &functions_of(simd::selected().chosen);
}

py_ref load_one(core_state& state, std::string_view text,
                const json::read_options& options, std::size_t& consumed,
                base::status& failure, utf8 validity) noexcept {
  failure = {};
  const loaded result = load_text(state, options, text, validity, failure);
  consumed = result.object != nullptr
                 ? static_cast<std::size_t>(result.end - text.data())
                 : failure.offset;
  return py_ref::steal(result.object);
}

PyObject* load_whole(core_state& state, PyObject* given, std::string_view all,
                     utf8 validity, const json::read_options& options) noexcept {
  if (is_short_text(all)) {
    if (options.max_depth >= longest_short_text)
      if (PyObject* const value = load_short_text(state, all, validity))
        return value;
  } else if (!all.empty()) {
    if (PyObject* const value = load_lone_string(state, all))
      return value;
  }
  return load_long(state, given, all, validity, options);
}

PyObject* load_bytes(core_state& state, PyObject* bytes) noexcept {
  const std::string_view text = view_bytes(bytes);
  if (text == "[]")
    return PyList_New(0);
  if (text == "{}")
    return PyDict_New();
  if (text == "\"\"")
    return state.objects.empty();
  return load_whole(state, bytes, text, utf8::unknown, {});
}

} // namespace krait::pycore
