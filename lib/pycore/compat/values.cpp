// The proof that dicts and ints are laid out as we read them.
// SPDX-License-Identifier: Apache-2.0
#include "pycore/compat/values.hpp"

#include "pycore/compat/twins.hpp"
#include "pycore/py_ref.hpp"

namespace krait::pycore::compat {

#if KRAIT_LAYOUT

namespace {

// Whether both ways of reading find the same members, and `count` of them.
bool reads_as_api(PyObject* dict, Py_ssize_t count) noexcept {
  return layout_values::choose_walk(dict, [dict, count]<class Walk>(Walk*) mutable {
    Walk ours(dict, 0);
    PyObject* key = nullptr;
    PyObject* value = nullptr;
    PyObject* our_key = nullptr;
    PyObject* our_value = nullptr;
    Py_ssize_t place = 0;
    for (; PyDict_Next(dict, &place, &key, &value) != 0; --count)
      if (count <= 0 || !ours.next(our_key, our_value) || our_key != key ||
          our_value != value)
        return false;
    return count == 0 && !ours.next(our_key, our_value);
  });
}

bool set(PyObject* dict, const char* key, PyObject* value) noexcept {
  return PyDict_SetItemString(dict, key, value) == 0;
}

bool general_dict_holds() noexcept {
  const py_ref made = py_ref::steal(PyDict_New());
  return made && PyDict_SetItem(made.lend(), Py_None, Py_True) == 0 &&
         set(made.lend(), "b", Py_None) &&
         PyDict_SetItem(made.lend(), Py_False, Py_False) == 0 &&
         reads_as_api(made.lend(), 3);
}

bool holes_hold() noexcept {
  const py_ref made = py_ref::steal(PyDict_New());
  return made && set(made.lend(), "a", Py_None) && set(made.lend(), "b", Py_True) &&
         set(made.lend(), "c", Py_False) && set(made.lend(), "d", Py_None) &&
         PyDict_DelItemString(made.lend(), "a") == 0 &&
         PyDict_DelItemString(made.lend(), "c") == 0 && reads_as_api(made.lend(), 2);
}

// A second instance that sets the attributes of the first in another order.
bool shared_order_holds() noexcept {
  const twins made =
      make_twins({{"a", Py_True}, {"b", Py_None}}, {{"b", Py_False}, {"a", Py_True}});
  return made.dict && reads_as_api(made.dict.lend(), 2);
}

bool integer_reads(PyObject* made, bool fits, std::uint64_t wanted,
                   bool negative) noexcept {
  const py_ref owned = py_ref::steal(made);
  std::uint64_t magnitude = 0;
  bool below_zero = false;
  if (!owned || layout_values::integer(owned.lend(), magnitude, below_zero) != fits)
    return false;
  return !fits || (magnitude == wanted && below_zero == negative);
}

bool integers_hold() noexcept {
  constexpr std::uint64_t one = 1;
  return integer_reads(PyLong_FromLong(0), true, 0, false) &&
         integer_reads(PyLong_FromLong(-7), true, 7, true) &&
         integer_reads(PyLong_FromLongLong(one << 40), true, one << 40, false) &&
         integer_reads(PyLong_FromLongLong(INT64_MIN), true, one << 63, true) &&
         integer_reads(PyLong_FromUnsignedLongLong(UINT64_MAX), true, UINT64_MAX,
                       false) &&
         integer_reads(PyLong_FromDouble(0x1p64), false, 0, false) &&
         integer_reads(PyLong_FromDouble(-0x1p200), false, 0, true);
}

} // namespace

bool values_hold() noexcept {
  const bool holds =
      general_dict_holds() && holes_hold() && shared_order_holds() && integers_hold();
  PyErr_Clear(); // what could not be made cannot be trusted
  return holds;
}

#else

bool values_hold() noexcept { return false; }

#endif

} // namespace krait::pycore::compat
