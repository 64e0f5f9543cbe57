// Whether a decimal fraction is written as repr() writes its double, without writing
// it. SPDX-License-Identifier: Apache-2.0
//
// D = digits / 10^places, in fixed notation, and x the nearest double, in the exact
// range of real_digits.hpp, whose V, m and ulp are meant here. repr() writes the
// shortest decimal that reads back as x, of those the nearest to x. A zero at the end
// is never part of it, but the one of "1.0". Without one:
//
//   - Where places <= m, D stands. D * 10^m is an integer, and it lies in the interval
//     of decimals that read back as x, for D does. The interval is less than 1 wide at
//     that scale: it holds no other integer, and an integer in it is what is written.
//   - Where places = m + 1, it stands if it is digit for digit what would be written,
//     and that takes one multiplication.
//   - Where places > m + 1 it does not: nothing so long is ever written.
//
// So the digits are compared as numbers, and nobody makes text to compare with. That D
// is "1.0" or the like needs no comparison: such an integer is below 2^52, thus exact.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include "json/decimal.hpp"
#include "json/real_layout.hpp"

namespace krait::json {

struct plain_fraction {
  std::uint64_t digits; // at most 19; 0: it is none
  std::uint32_t places; // at most 19
  std::uint8_t length;  // of the text
  bool negative;
  bool ends_in_zero;

  // Of the number that ends before `end`: whether it consists of a sign or none,
  // digits, a point and digits, no more than fit, and is not zero. It is none that the
  // grammar forbids. Reads 33 bytes before `end`.
  template <class Scan> [[gnu::always_inline]] void read(const char* end) noexcept {
    const std::uint32_t others = Scan::not_digits32(end - 32);
    places = static_cast<std::uint32_t>(std::countl_zero(others));
    const auto before =
        static_cast<std::uint32_t>(std::uint64_t{others} << places << 1);
    const unsigned total = places + static_cast<unsigned>(std::countl_zero(before));
    digits = 0;
    if (total > max_decimal_places || end[-1 - static_cast<int>(places)] != '.')
      return;
    digits = Scan::digits(end, places, total);
    negative = end[-2 - static_cast<int>(total)] == '-';
    ends_in_zero = end[-1] == '0';
    length = static_cast<std::uint8_t>(total + 1 + negative);
  }

  // The bits of the nearest double, with its sign.
  [[gnu::always_inline]] std::uint64_t nearest() const noexcept {
    return std::bit_cast<std::uint64_t>(decimal::scale(digits, places)) |
           std::uint64_t{negative} << 63;
  }

  static bool in_exact_range(std::uint64_t nearest) noexcept {
    return reals::exact_index(nearest) < reals::exact_count;
  }

  // Whether repr() of the nearest double, in the exact range, writes just this. No
  // branch: it is as good as random.
  [[gnu::always_inline]] bool stands(std::uint64_t nearest) const noexcept {
    const reals::exact_scale& scale = reals::exact_scales[reals::exact_index(nearest)];
    const reals::digits written = reals::exact_digits(nearest, scale.ulp);
    const bool same = written.leading * 10 + (written.last >> 56) == digits;
    const bool few = places <= scale.power;
    const bool enough = few | ((places == scale.power + 1) & same);
    return (enough & !ends_in_zero) | (ends_in_zero & (places == 1));
  }
};

} // namespace krait::json
