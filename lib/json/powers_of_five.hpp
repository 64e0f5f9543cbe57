// The leading 128 bits of powers of five.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

namespace krait::json {

// 5^exponent = (high * 2^64 + low) * 2^shift with the highest bit of `high` set; cut
// off below, or for a negative exponent, where no power is exact, rounded up.
struct power_of_five {
  std::uint64_t high, low;
};

// Every decimal of up to 19 digits with another exponent is zero or out of range.
inline constexpr int least_power_of_five = -342;
inline constexpr int greatest_power_of_five = 308;

// From least_power_of_five on.
extern const std::array<power_of_five, greatest_power_of_five - least_power_of_five + 1>
    powers_of_five;

} // namespace krait::json
