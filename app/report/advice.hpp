// What a user can do about an input that is refused.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "base/status.hpp"

namespace krait::report {

// To stand behind the message, with the blank before it; empty where only a change of
// the input helps.
std::string_view advice(base::errc code) noexcept;

} // namespace krait::report
