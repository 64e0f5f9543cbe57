// Sets of keys that objects had before, in whatever order.
// SPDX-License-Identifier: Apache-2.0
//
// Objects whose keys come in no order that the shapes know (shape_tree.hpp) may still
// share a table of keys, since each dict remembers the order of its own. A set is
// recognised by the sum of its keys' hashes, which no order changes, and has a table
// once it comes twice within a hundred objects.
#pragma once

#include "pycore/python.hpp"

#include <cstddef>
#include <cstdint>

#include "pycore/compat/layout.hpp"

namespace krait::pycore {

// Direct mapped and of fixed size. A set without a table makes way for the next one, a
// set with a table once others have asked for its place more often than it was of use,
// or room is wanted that it did not use for long.
// Begins as zero bytes, as part of the module's state.
class key_sets {
  static constexpr std::size_t slot_count = 256;
  static constexpr std::size_t most_table_bytes = 80 << 10;

public:
  struct found {
    compat::shared_keys* shared; // lent; null: no table
    bool is_due; // it came so often that a table pays: keep() takes one now
  };
  // What is remembered of the set with this sum. From now on this is something.
  found find(std::uint64_t sum) noexcept {
    slot& place = slots_[index_of(sum)];
    ++now_;
    if (place.sum != sum) [[unlikely]] {
      if (place.shared == nullptr || --place.credit == 0)
        begin(place, sum);
      return {nullptr, false};
    }
    const bool is_due = place.shared == nullptr && now_ - place.last <= longest_pause;
    place.last = now_;
    place.credit = most_credit;
    return {place.shared, is_due};
  }

  // Whether a table of so many bytes may be kept. Where it may not, tables that were of
  // no use for long make way.
  bool make_room_for(std::size_t bytes) noexcept {
    if (bytes_ + bytes > most_table_bytes && now_ - swept_ >= slot_count) [[unlikely]]
      drop_unused();
    return bytes_ + bytes <= most_table_bytes;
  }
  // Takes the table, of so many bytes, of the set that find() was asked for last.
  void keep(std::uint64_t sum, compat::shared_keys* shared,
            std::size_t bytes) noexcept {
    slot& place = slots_[index_of(sum)];
    place.shared = shared;
    place.bytes = static_cast<std::uint16_t>(bytes);
    bytes_ += bytes;
  }

  void clear() noexcept;

private:
  static constexpr std::uint16_t most_credit = 64;
  static constexpr std::uint32_t longest_pause = 32;
  // A table that so many objects in a row did not ask for may go.
  static constexpr std::uint32_t longest_rest = 4096;

  struct slot {
    std::uint64_t sum;
    compat::shared_keys* shared; // owned, or null
    std::uint32_t last;          // when it came, in objects
    std::uint16_t bytes;         // of the table and its keys
    std::uint16_t credit;        // strangers to be turned away
  };

  static std::size_t index_of(std::uint64_t sum) noexcept {
    constexpr std::uint64_t odd = 0x9E3779B97F4A7C15; // 2^64 / golden ratio
    return (sum * odd) >> 56;
  }
  void begin(slot& place, std::uint64_t sum) noexcept;
  void drop_unused() noexcept;

  slot slots_[slot_count];
  std::size_t bytes_;   // of all tables and keys
  std::uint32_t now_;   // objects that were looked up
  std::uint32_t swept_; // when drop_unused() ran

public:
  static constexpr std::size_t most_bytes = sizeof(slots_) + most_table_bytes;
};

} // namespace krait::pycore
