// Of keys that stand several times in their object, keeps the last value.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace krait::text {

// `texts` are whole texts as the engine writes them, compact or pretty. In each object
// the last value of a key comes to stand at the first one's place, as in a Python dict.
// Takes memory for all of it. Throws std::bad_alloc.
std::string resolve_duplicates(std::string_view texts);

} // namespace krait::text
