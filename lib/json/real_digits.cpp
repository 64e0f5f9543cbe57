// The tables of the exact range, and the digits of doubles outside it.
// SPDX-License-Identifier: Apache-2.0
//
// 10^m is taken as the 128-bit number G = floor(10^m * 2^(127-l)) with l = floor(log2
// 10^m). Then V = c * 2^q * 10^m is (c << s) * G * 2^-137 with s = 10 + q + l, and the
// upper 128 of the product's 192 bits hold V with 73 bits of fraction, less than 2
// units of the last place too small (G is cut, and so is the product). Half an ulp, G
// >> (65-s), is less than 1 too small.
//
// How near can V +- h come to an integer, and 10V to a tie, without being one? Both are
// questions about the least remainders of c * A modulo B, which a Euclidean descent
// answers for each q (after U. Adams, "Ryu: Fast Float-to-String Conversion", 2018).
// tests/differential/near_ties.py does: never within 2^-63, or for ties 2^-65. With 73
// bits all is therefore decided, and equality is told apart from inequality.
//
// The common case makes do with 64 of the 73 bits, and leaves what lies within 4 units
// of a bound or 16 of a tie to the full width. There f is less than 1 + 2 / 512 too
// small and h less than 1 + 1 / 512; f - h is wrong by less than 2, f + h by 3, 10f
// by 11.
#include "json/real_digits.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace krait::json::reals {

namespace {

constexpr std::uint64_t implicit_bit = std::uint64_t{1} << 52;
constexpr std::uint64_t ten_to_15 = 1'000'000'000'000'000;

constexpr int min_q = -1074;
constexpr int max_q = 971;
constexpr int min_power = -floor_log10_of_power_of_2(max_q) - 1;
constexpr int max_power = -floor_log10_of_power_of_2(min_q) - 1;
static_assert(min_power == -293 && max_power == 323);

// A natural number for the compiler to count with, wide enough for 5^323 and for
// 2^864 / 5^293 to keep 128 bits.
class natural {
  static constexpr int word_count = 28;

public:
  constexpr explicit natural(int power_of_2) noexcept {
    words_[power_of_2 / 32] = std::uint32_t{1} << power_of_2 % 32;
  }
  constexpr void multiply_by_5() noexcept {
    std::uint64_t carry = 0;
    for (std::uint32_t& word : words_) {
      carry += std::uint64_t{word} * 5;
      word = static_cast<std::uint32_t>(carry);
      carry >>= 32;
    }
  }
  // Rounds down. Of repeated divisions only the sum of what they cut is cut.
  constexpr void divide_by_5() noexcept {
    std::uint64_t rest = 0;
    for (int i = word_count - 1; i >= 0; --i) {
      rest = rest << 32 | words_[i];
      words_[i] = static_cast<std::uint32_t>(rest / 5);
      rest %= 5;
    }
  }
  constexpr int length() const noexcept {
    int top = word_count - 1;
    while (words_[top] == 0)
      --top;
    return 32 * top + 32 - std::countl_zero(words_[top]);
  }
  // The 128 bits from the first 1 on.
  constexpr wide leading_bits() const noexcept {
    const int bits = length();
    wide result = 0;
    for (int bit = 96; bit >= 0; bit -= 32)
      result = result << 32 | word_at(bits - 128 + bit);
    return result;
  }

private:
  // 32 bits from `bit` >= -128 on; below the number there are zeros.
  constexpr std::uint32_t word_at(int bit) const noexcept {
    const int index = (bit + 128) / 32 - 4; // rounded down
    const std::uint64_t low = word(index);
    const std::uint64_t high = word(index + 1);
    return static_cast<std::uint32_t>((high << 32 | low) >> (bit + 128) % 32);
  }
  constexpr std::uint32_t word(int index) const noexcept {
    return index < 0 || index >= word_count ? 0 : words_[index];
  }
  std::uint32_t words_[word_count] = {};
};

// Whether both logarithms of real_digits.hpp are right for all they are asked for.
consteval bool logarithms_hold() noexcept {
  natural five(0);
  for (int m = 0; m <= max_power + 1; five.multiply_by_5(), ++m) {
    const int down = floor_log2_of_power_of_10(m);
    // No other power of ten is a power of two: what is rounded down is not exact.
    if (down != five.length() - 1 + m ||
        (m != 0 && floor_log2_of_power_of_10(-m) != -down - 1))
      return false;
  }
  // 10^k <= 2^q
  constexpr auto reaches = [](int q, int k) {
    return k == 0 ? q >= 0 : floor_log2_of_power_of_10(k) < q;
  };
  for (int q = min_q; q <= max_q; ++q)
    if (const int k = floor_log10_of_power_of_2(q); !reaches(q, k) || reaches(q, k + 1))
      return false;
  return true;
}
static_assert(logarithms_hold());

struct power {
  std::uint64_t high;
  std::uint64_t low;
};

// G for each m: 9.9 KB, of which a document touches what its exponents need.
constexpr auto powers = [] {
  std::array<power, max_power - min_power + 1> table{};
  const auto set = [&table](int m, const natural& number) {
    const wide bits = number.leading_bits();
    table[static_cast<std::size_t>(m - min_power)] = {
        static_cast<std::uint64_t>(bits >> 64), static_cast<std::uint64_t>(bits)};
  };
  natural five(0);
  for (int m = 0; m <= max_power; five.multiply_by_5(), ++m)
    set(m, five);
  natural fraction(864);
  for (int m = 0; m >= min_power; fraction.divide_by_5(), --m)
    set(m, fraction);
  return table;
}();

// Both sides of each step of tenths(), among the fractions of 46 bits; it is monotonic.
consteval bool tenths_are_nearest() noexcept {
  constexpr auto rounded = [](std::uint64_t f) { return tenths(f << 18) >> 56; };
  for (std::uint64_t n = 0; n < 9; ++n) {
    const std::uint64_t twentieths = (2 * n + 1) << 46;
    const std::uint64_t step = twentieths / 20;
    const bool tie = twentieths % 20 == 0;
    if (rounded(step - 1) != n || rounded(step) != n + (tie && n % 2 != 0) ||
        rounded(step + 1) != n + 1)
      return false;
  }
  return true;
}
static_assert(tenths_are_nearest());

// A double above zero at its scale: G and s.
struct scaling {
  const power& ten_to_m;
  int shift;
};

constexpr scaling scale(int q, int k) noexcept {
  const int m = -k - 1;
  return {powers[static_cast<std::size_t>(m - min_power)],
          10 + q + floor_log2_of_power_of_10(m)};
}

// The upper 128 bits of significand * 2^s * G: V, with 73 bits of fraction.
wide scaled(std::uint64_t significand, const scaling& by) noexcept {
  const std::uint64_t shifted = significand << by.shift;
  return wide{shifted} * by.ten_to_m.high +
         static_cast<std::uint64_t>(wide{shifted} * by.ten_to_m.low >> 64);
}

// integral * 10^(k+1) + last * 10^k, where `integral` has 15 or 16 digits.
decimal normalised(std::uint64_t integral, std::uint64_t last, int k) noexcept {
  // No branch: how many digits it has is as good as random.
  const std::uint64_t is_short = integral < ten_to_15;
  return {integral + ((integral * 9 + last) & (0 - is_short)),
          static_cast<std::uint32_t>(last & (is_short - 1)),
          k + 16 - static_cast<int>(is_short)};
}

// A subnormal has fewer digits.
decimal normalised_from_few(std::uint64_t integral, std::uint64_t last,
                            int k) noexcept {
  integral = integral * 10 + last;
  for (; integral < ten_to_15; --k)
    integral *= 10;
  return {integral, 0, k + 15};
}

// For decide(), in units of 2^-73: how much the products may be wrong by, 3 at a bound
// and 20 at a tie, with room to spare and far below what the proof leaves.
constexpr wide one = wide{1} << 73;
constexpr wide bound_slack = 8;
constexpr wide tie_slack = 64;

// 10 * fraction, ties to even.
std::uint64_t nearest_tenth(wide fraction) noexcept {
  const wide tenths = fraction * 10 + one / 2;
  const auto high = static_cast<std::uint64_t>((tenths + tie_slack) / one);
  const auto low = static_cast<std::uint64_t>((tenths - tie_slack) / one);
  return high % 2 == 0 ? high : low; // they differ at a tie only
}

// The least multiple of a tenth that is not below `bound`, itself included.
std::uint64_t least_tenth(wide bound) noexcept {
  return static_cast<std::uint64_t>((bound * 10 + one - 1 - 2 * tie_slack) / one);
}

// With all 73 bits: what comes near a bound or a tie, subnormals, and powers of two,
// below which the ulp is half as large. What may be equal, is.
[[gnu::cold, gnu::noinline]] decimal decide(std::uint64_t bits) noexcept {
  const std::uint64_t fraction_bits = bits % implicit_bit;
  const auto biased = static_cast<int>(bits / implicit_bit);
  const std::uint64_t significand = fraction_bits | (biased != 0 ? implicit_bit : 0);
  const bool power_of_2 = fraction_bits == 0 && biased > 1;
  const int q = std::max(biased, 1) - 1075;
  // The interval of a power of two is 3/4 of an ulp wide, and its k is floor(log10(3/4
  // * 2^q)); the tests go through all of them.
  const int k = power_of_2 ? (q * 315653 - 131008) >> 20 : floor_log10_of_power_of_2(q);
  const scaling by = scale(q, k);
  const wide value = scaled(significand, by);
  const wide fraction = value % one;
  const wide above =
      (wide{by.ten_to_m.high} << 64 | by.ten_to_m.low) >> (65 - by.shift);
  const wide below = above >> power_of_2;
  // The ends of the interval belong to it where the significand is even.
  const wide closed = significand % 2 == 0 ? bound_slack : 0;
  const wide open = bound_slack - closed;
  const bool up = fraction + above + closed >= one + open;
  const bool down = fraction + open < below + closed;
  std::uint64_t last = 0;
  if (!up && !down)
    // Of a power of two the nearest tenth may lie below the interval.
    last = std::max(nearest_tenth(fraction),
                    power_of_2 ? least_tenth(fraction - below) : 0);
  const auto integral = static_cast<std::uint64_t>(value / one) + up;
  return integral < ten_to_15 / 10 ? normalised_from_few(integral, last, k)
                                   : normalised(integral, last, k);
}

// Whether a remainder modulo 2^64 lies within `distance` of 0.
constexpr bool is_near(std::uint64_t remainder, std::uint64_t distance) noexcept {
  return remainder + distance < 2 * distance;
}

} // namespace

constinit const std::array<exact_scale, exact_count> exact_scales = [] {
  std::array<exact_scale, exact_count> scales{};
  for (int exponent = exact_min; exponent <= exact_max; ++exponent) {
    const int m = exact_power(exponent);
    std::uint64_t power_of_5 = 1;
    for (int i = 0; i < m; ++i)
      power_of_5 *= 5;
    scales[static_cast<std::size_t>(exponent - exact_min)] = {
        power_of_5 << (53 + exponent - 52 + m), static_cast<std::uint64_t>(m)};
  }
  return scales;
}();

decimal general_digits(std::uint64_t bits) noexcept {
  const std::uint64_t fraction_bits = bits % implicit_bit;
  const auto biased = static_cast<int>(bits / implicit_bit);
  if (fraction_bits == 0 || biased == 0) [[unlikely]]
    return decide(bits);
  const int q = biased - 1075;
  const int k = floor_log10_of_power_of_2(q);
  const scaling by = scale(q, k);
  const wide value = scaled(fraction_bits | implicit_bit, by);
  const auto fraction = static_cast<std::uint64_t>(value >> 9);
  const std::uint64_t half = by.ten_to_m.high >> (10 - by.shift);
  const wide tenth = wide{fraction} * 10 + (std::uint64_t{1} << 63);
  if (is_near(fraction - half, 4) || is_near(fraction + half, 4) ||
      is_near(static_cast<std::uint64_t>(tenth), 16)) [[unlikely]]
    return decide(bits);
  const std::uint64_t up = fraction + half < fraction;
  const std::uint64_t down = fraction < half;
  return normalised(static_cast<std::uint64_t>(value >> 73) + up,
                    static_cast<std::uint64_t>(tenth >> 64) & ((up | down) - 1), k);
}

} // namespace krait::json::reals
