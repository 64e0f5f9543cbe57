// The floor of dumps: a walk of the objects that writes nothing, as a Python module.
// SPDX-License-Identifier: Apache-2.0
//
//   walk.look(obj)   reads what every value is: its type, the length of each str, the
//                    number in each int and float
//   walk.read(obj)   the same, and every byte of every str
//
// Both return a number that depends on all that was read. Containers are walked as
// dumps walks them, with its prefetching.
#include "pycore/python.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "pycore/compat/values.hpp"
#include "pycore/values.hpp"

namespace {

#if KRAIT_LAYOUT
using values = krait::pycore::compat::layout_values;
#else
using values = krait::pycore::public_values;
#endif

template <bool Bytes> class walker {
public:
  // False with an exception set where the objects are nested too deeply.
  bool value(PyObject* object) noexcept {
    PyTypeObject* const type = Py_TYPE(object);
    if (type == &PyUnicode_Type)
      return text(object);
    if (type == &PyLong_Type)
      return integer(object);
    if (type == &PyFloat_Type)
      return add(std::bit_cast<std::uint64_t>(PyFloat_AS_DOUBLE(object)));
    if (type != &PyDict_Type && type != &PyList_Type)
      return add(reinterpret_cast<std::uintptr_t>(object)); // None, True, False
    if (Py_EnterRecursiveCall(" in a walk") != 0)
      return false;
    const bool good = type == &PyDict_Type ? dict(object) : list(object);
    Py_LeaveRecursiveCall();
    return good;
  }
  std::uint64_t sum() const noexcept { return sum_; }

private:
  bool add(std::uint64_t number) noexcept {
    sum_ += number;
    return true;
  }

  bool integer(PyObject* object) noexcept {
    std::uint64_t magnitude = 0;
    bool negative = false;
    values::integer(object, magnitude, negative);
    return add(magnitude + (negative ? 1 : 0));
  }

  bool text(PyObject* object) noexcept {
    const auto size = static_cast<std::size_t>(PyUnicode_GET_LENGTH(object)) *
                      static_cast<std::size_t>(PyUnicode_KIND(object));
    if constexpr (Bytes)
      bytes(static_cast<const char*>(PyUnicode_DATA(object)), size);
    return add(size);
  }

  // Four sums, so that none waits for another. The last bytes are read by a whole word,
  // which in short texts begins in the object's head.
  void bytes(const char* data, std::size_t size) noexcept {
    std::uint64_t words[4];
    std::uint64_t sums[4] = {};
    std::size_t at = 0;
    for (; at + sizeof words <= size; at += sizeof words) {
      std::memcpy(words, data + at, sizeof words);
      for (std::size_t n = 0; n < 4; ++n)
        sums[n] += words[n];
    }
    for (; at + 8 <= size; at += 8) {
      std::memcpy(words, data + at, 8);
      sums[0] += words[0];
    }
    std::memcpy(words, data + size - 8, 8);
    add(sums[0] + sums[1] + sums[2] + sums[3] + words[0]);
  }

  bool list(PyObject* object) noexcept {
    for (Py_ssize_t at = 0; at < PyList_GET_SIZE(object); ++at)
      if (!value(PyList_GET_ITEM(object, at)))
        return false;
    return true;
  }

  bool dict(PyObject* object) noexcept {
    return values::choose_walk(
        object, [&]<class Members>(Members*) { return members(Members(object, 0)); });
  }
  template <class Members> bool members(Members each) noexcept {
    PyObject* key = nullptr;
    PyObject* member = nullptr;
    while (each.next(key, member))
      if (!value(key) || !value(member))
        return false;
    return true;
  }

  std::uint64_t sum_ = 0;
};

template <bool Bytes> PyObject* walk(PyObject*, PyObject* object) {
  walker<Bytes> all;
  return all.value(object) ? PyLong_FromUnsignedLongLong(all.sum()) : nullptr;
}

PyMethodDef functions[] = {
    {"look", walk<false>, METH_O, "look(obj) -> int: a sum over what every value is."},
    {"read", walk<true>, METH_O,
     "read(obj) -> int: the same over the strs' bytes too."},
    {nullptr, nullptr, 0, nullptr},
};

PyModuleDef definition = {
    .m_base = PyModuleDef_HEAD_INIT,
    .m_name = "walk",
    .m_doc = nullptr,
    .m_size = 0,
    .m_methods = functions,
    .m_slots = nullptr,
    .m_traverse = nullptr,
    .m_clear = nullptr,
    .m_free = nullptr,
};

} // namespace

PyMODINIT_FUNC PyInit_walk() { return PyModule_Create(&definition); }
