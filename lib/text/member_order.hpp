// Puts the members of objects in another order than they came in.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace krait::text {

// What becomes of the members of each object.
enum class member_order : std::uint8_t {
  first_place, // the last value of a key stands at the first one's place, as in a dict
  sorted,      // the same, sorted by the keys' code points
  sorted_all,  // sorted; members of the same key stay, in the order of the text
};

// [begin, end) are whole texts as the engine writes them, compact or pretty; puts them
// in order where they are and returns their end, which may come nearer. Memory and time
// are linear but for the sort, however deep objects are. Throws std::bad_alloc.
char* order_members(char* begin, char* end, member_order order);

} // namespace krait::text
