// What the loops of dumps() have in common: all values that are not common, and who
// owns what. SPDX-License-Identifier: Apache-2.0
//
// The loops of dumper.hpp write the common values themselves and leave the rest here.
#pragma once

#include "pycore/python.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>

#include "base/inline_stack.hpp"
#include "base/output_buffer.hpp"
#include "pycore/dumping.hpp"
#include "pycore/py_ref.hpp"
#include "pycore/sorted_members.hpp"
#include "pycore/state.hpp"
#include "json/kernels.hpp"
#include "json/path.hpp"

namespace krait::pycore {

enum class step : std::uint8_t { failed, written, opened };

enum class container : std::uint8_t {
  list,
  tuple,
  dict,   // exact: walked with PyDict_Next
  sorted, // exact, of str keys: walked by members_
  items,  // a list of (key, value) pairs made for us: sorted, or of a dict subclass
};

// A container whose elements are being written.
struct level {
  PyObject* object; // what is walked
  PyObject* source; // the object it stands for; told apart by it in cycles
  PyObject* key;    // of the current value, where there are keys; see hold()
  Py_ssize_t next;  // an index; dict: PyDict_Next's position
  Py_ssize_t size;  // dict, sorted: the length when it was opened
  container kind;
  bool holds_key; // `key` is owned
  bool empty;     // nothing is written between the brackets yet
};

const char* nan_text(double value) noexcept;
const char* constant_text(PyObject* object) noexcept; // of None, True or False

// Nothing on the stack is owned until Python code may run, which most calls never let
// happen: hold() then takes references to all that is open.
//
// The loops make one when they first need it, as most calls never do.
class writer {
public:
  writer(const dumping& given, const json::kernels& kernels) noexcept
      : state_(given.state),
        options_(given.options),
        fallback_(given.fallback),
        out_(given.out),
        kernels_(kernels) {}
  ~writer() {
    while (!levels_.empty())
      drop_level();
  }
  writer(const writer&) = delete;
  writer& operator=(const writer&) = delete;

  base::inline_stack<level, 16>& levels() noexcept { return levels_; }
  // Of the levels that are `sorted`, from the bottom; owned where their level is held.
  sorted_walk::stack& members() noexcept { return members_; }

  step write_value(PyObject* object) noexcept;
  // Of the innermost container, with what stands before it.
  step write_member(PyObject* key, PyObject* value) noexcept;
  // What is left of the innermost container, whose kind is `items`.
  step continue_items() noexcept;
  bool write_newline(std::size_t depth) noexcept;

  bool top_is_held() const noexcept { return held_ != 0 && held_ == levels_.size(); }
  void release_key() noexcept;
  void drop_level() noexcept;
  // If a container stands inside of itself among the levels from `first` on, drops it
  // and says so: false with the error set.
  bool check_cycles(std::size_t first) noexcept;

private:
  static step done(bool written) noexcept {
    if (written)
      return step::written;
    PyErr_NoMemory();
    return step::failed;
  }

  step write_subclass(PyObject* object) noexcept;
  step write_constant(PyObject* object) noexcept;
  step write_integer(PyObject* object) noexcept;
  step write_long_integer(PyObject* object) noexcept;
  step write_real(double value) noexcept;
  step write_nan(double value) noexcept;
  step write_fallback(PyObject* object) noexcept;
  py_ref call_fallback(PyObject* object) noexcept;

  step open(PyObject* object, container kind) noexcept;
  step write_empty(const char* brackets, PyObject* object) noexcept;
  step open_mapping(PyObject* object) noexcept;
  step push_level(PyObject* walked, PyObject* source, container kind) noexcept;
  py_ref sorted_items(PyObject* object) noexcept;
  // R. P. Brent's test for cycles, from the stack alone: each new container is compared
  // with the one at the largest power of two below its depth. A cycle repeats itself on
  // the stack, so that it is found within four times its length and its start.
  bool closes_cycle(PyObject* source, std::size_t depth) const noexcept {
    return depth != 0 && levels_[std::bit_floor(depth) - 1].source == source;
  }
  step fail_depth(PyObject* source) noexcept;
  step fail_cycle(std::size_t same) noexcept;

  step write_key(PyObject* key) noexcept;
  step write_other_key(PyObject* key) noexcept;
  step write_quoted(PyObject* number_key) noexcept;
  step separate() noexcept;
  step close_level() noexcept;
  void hold() noexcept;
  bool skips(PyObject* key) const noexcept;

  step fail(const char* message) noexcept { return fail(message, nullptr); }
  step fail(const char* message, PyObject* cause) noexcept;
  step fail_type(const char* before, PyObject* object, const char* after) noexcept;
  step fail_with_exception(const char* what) noexcept;
  static void add_step(json::path& path, const level& step);

  core_state& state_;
  const json::write_options& options_;
  PyObject* const fallback_; // lent by the caller for the whole call; may be null
  base::output_buffer& out_;
  const json::kernels& kernels_;
  base::inline_stack<level, 16> levels_;
  sorted_walk::stack members_;
  std::size_t held_ = 0;         // levels from the bottom whose objects are owned
  std::size_t held_members_ = 0; // of members_, the same
};

} // namespace krait::pycore
