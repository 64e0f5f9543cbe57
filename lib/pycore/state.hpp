// What one interpreter's core remembers between calls.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pycore/python.hpp"

#include <cstddef>
#include <cstdint>

#include "pycore/key_cache.hpp"
#include "pycore/key_sets.hpp"
#include "pycore/object_cache.hpp"
#include "pycore/shape_tree.hpp"
#include "pycore/value_stack.hpp"

namespace krait::pycore {

struct load_functions; // loading.hpp
struct dump_loops;     // dumping.hpp

// Texts that dumps() gives again and again.
enum class constant : std::uint8_t { null_, true_, false_, list, dict };
inline constexpr std::size_t constants = 5;

// Lives in the module object and begins as zero bytes.
struct core_state {
  PyObject* decode_error; // JSONDecodeError, owned; null until first wanted, as its
                          // base class means importing json
  PyObject* encode_error; // JSONEncodeError, owned
  bool layout_known;      // compat::layout_holds() said so
  const struct load_functions* load_functions;
  const struct dump_loops* dump_loops;
  PyObject* constant_texts[constants]; // bytes, owned; each null until first wanted
  key_cache keys;
  key_sets sets;
  shape_tree shapes;
  object_cache objects;
  value_stack values; // empty while a call of loads() has it

  // At the start of a text; false with MemoryError set.
  bool begin_text() noexcept {
    if (!shapes.begin())
      return false;
    if (keys.begin()) [[unlikely]]
      sets.clear();
    return true;
  }
};

// All that is kept between calls, however hostile the texts were.
static_assert(key_cache::most_bytes + key_sets::most_bytes + shape_tree::most_bytes +
                  object_cache::most_bytes + value_stack::most_bytes <=
              2 << 20);

} // namespace krait::pycore
