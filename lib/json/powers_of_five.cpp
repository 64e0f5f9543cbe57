// The table from its definition, at compile time.
// SPDX-License-Identifier: Apache-2.0
//
// Each power comes from its neighbour by one multiplication or division by five with
// 256 bits, so that after n steps it is too small by less than 2n in its last place.
// The upper 128 bits are right where the lower ones stay further than that from an
// overflow, which is checked for each.
#include "json/powers_of_five.hpp"

#include <bit>
#include <cstddef>

namespace krait::json {

namespace {

__extension__ using wide = unsigned __int128;

struct bits256 {
  std::array<std::uint64_t, 4> words; // the highest first; its highest bit is set
};

constexpr bits256 shifted_up(bits256 value, int by) {
  if (by == 0)
    return value;
  for (std::size_t i = 0; i < 4; ++i)
    value.words[i] =
        value.words[i] << by | (i == 3 ? 0 : value.words[i + 1] >> (64 - by));
  return value;
}

constexpr bits256 times_five(bits256 value) {
  wide carry = 0;
  for (std::size_t i = 4; i-- > 0;) {
    carry += wide{value.words[i]} * 5;
    value.words[i] = static_cast<std::uint64_t>(carry);
    carry >>= 64;
  }
  const auto over = static_cast<std::uint64_t>(carry); // 2 to 4
  const int by = 64 - std::countl_zero(over);
  for (std::size_t i = 4; i-- > 0;)
    value.words[i] = value.words[i] >> by | (i == 0 ? over : value.words[i - 1])
                                                << (64 - by);
  return value;
}

constexpr bits256 by_five(bits256 value) {
  wide rest = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const wide dividend = rest << 64 | value.words[i];
    value.words[i] = static_cast<std::uint64_t>(dividend / 5);
    rest = dividend % 5;
  }
  // What is shifted in is the next digits of the quotient, or its error grows by them.
  const int up = std::countl_zero(value.words[0]);
  value = shifted_up(value, up);
  value.words[3] |= static_cast<std::uint64_t>((rest << up) / 5);
  return value;
}

constexpr bool is_sure(const bits256& value) {
  constexpr std::uint64_t most_steps = 1024;
  return value.words[2] != ~std::uint64_t{0} ||
         value.words[3] < ~std::uint64_t{0} - 2 * most_steps;
}

struct table {
  std::array<power_of_five, greatest_power_of_five - least_power_of_five + 1> powers{};
  bool sure = true;
};

constexpr table made = [] {
  constexpr auto one_at = static_cast<std::size_t>(-least_power_of_five);
  std::array<power_of_five, greatest_power_of_five - least_power_of_five + 1> powers{};
  bool sure = true;
  const bits256 one{{std::uint64_t{1} << 63, 0, 0, 0}};
  bits256 value = one;
  for (std::size_t i = one_at; i < powers.size(); ++i) {
    powers[i] = {value.words[0], value.words[1]};
    value = times_five(value);
    sure = sure && is_sure(value);
  }
  value = one;
  for (std::size_t i = one_at; i-- > 0;) {
    value = by_five(value);
    sure = sure && is_sure(value);
    const wide up = (wide{value.words[0]} << 64 | value.words[1]) + 1;
    powers[i] = {static_cast<std::uint64_t>(up >> 64), static_cast<std::uint64_t>(up)};
  }
  return table{powers, sure};
}();
static_assert(made.sure);

} // namespace

constinit const std::array<power_of_five,
                           greatest_power_of_five - least_power_of_five + 1>
    powers_of_five = made.powers;

} // namespace krait::json
