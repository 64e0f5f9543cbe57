// What a string means, for cold code; loads and the text engine have their own loops.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace krait::json {

// The string whose valid spelling stands in `raw`, between its quotes. Lone surrogates
// come out in UTF-8's pattern, so that strings compare by bytes as by code points.
std::string unescape(std::string_view raw);

} // namespace krait::json
