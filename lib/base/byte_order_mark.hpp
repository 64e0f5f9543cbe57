// U+FEFF in UTF-8, which may stand before a text and is passed over.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace krait::base {

inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

} // namespace krait::base
