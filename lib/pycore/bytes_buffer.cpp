// Grows and cuts the bytes object.
// SPDX-License-Identifier: Apache-2.0
#include "pycore/bytes_buffer.hpp"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace krait::pycore {

namespace {

// The first object skips many small steps; what it does not use is given back. Below
// the 128 KB from which glibc asks the system for each block.
constexpr std::size_t least = std::size_t{120} << 10;

// Until a larger such block has been freed, glibc gives every block of 128 KB and more
// back to the system, and each result would have all its pages faulted in anew: twice
// the time of writing 100 KB. It learns from the size of what is freed (mallopt(3),
// M_MMAP_THRESHOLD), and a result that was cut to size teaches it too little. So it is
// shown a larger block first, which nobody touches; at most 32 MB, where it stops
// learning.
void teach_allocator(std::size_t capacity) noexcept {
  constexpr std::size_t system_from = std::size_t{128} << 10;
  constexpr std::size_t most = std::size_t{16} << 20;
  static std::atomic<std::size_t> known = system_from; // of all interpreters
  if (capacity < known.load(std::memory_order_relaxed) || capacity > most) [[likely]]
    return;
  known.store(2 * capacity, std::memory_order_relaxed);
  void* volatile block = std::malloc(2 * capacity); // else the pair is left out
  std::free(block);
}

} // namespace

void bytes_buffer::warm_up() noexcept {
  void* volatile block = std::malloc(least); // else all of it is left out
  if (block != nullptr)
    std::memset(block, 0, least);
  std::free(block);
}

bool bytes_buffer::grow(std::size_t bytes) noexcept {
  const std::size_t used = size();
  const std::size_t next = next_capacity(bytes);
  const std::size_t wanted = next == 0 ? 0 : std::max(next, least);
  // Room for the object's header below PY_SSIZE_T_MAX.
  if (wanted == 0 || wanted > static_cast<std::size_t>(PY_SSIZE_T_MAX) - 64)
    return false;
  teach_allocator(wanted);
  const auto capacity = static_cast<Py_ssize_t>(wanted);
  PyObject* moved = std::exchange(bytes_, nullptr);
  if (moved == nullptr) {
    moved = PyBytes_FromStringAndSize(nullptr, capacity);
    if (moved != nullptr)
      std::memcpy(PyBytes_AS_STRING(moved), begin(), used);
  } else {
    _PyBytes_Resize(&moved, capacity); // null and the old object released on failure
  }
  bytes_ = moved;
  if (moved == nullptr) {
    PyErr_Clear(); // the writer reports it
    adopt(nullptr, 0, 0);
    return false;
  }
  adopt(PyBytes_AS_STRING(moved), used, wanted);
  return true;
}

py_ref bytes_buffer::finish_long() noexcept {
  PyObject* result = std::exchange(bytes_, nullptr);
  // Null with MemoryError set on failure.
  _PyBytes_Resize(&result, static_cast<Py_ssize_t>(size()));
  return py_ref::steal(result);
}

} // namespace krait::pycore
