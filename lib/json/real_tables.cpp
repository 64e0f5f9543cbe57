// The layout tables from their definitions.
// SPDX-License-Identifier: Apache-2.0
#if defined(__x86_64__)
#include "json/real_tables.hpp"

namespace krait::json::reals {

namespace {

// The upper bit of an index makes a shuffle give zero.
constexpr int shuffle_byte(int source, int place) noexcept {
  return source < 0 ? 0x80 : (place < 16 ? 15 : 16) - source;
}

constexpr int permutation_byte(int source) noexcept {
  constexpr int point = 1, zero = 2, last = 7, second_vector = 64;
  switch (source) {
  case is_point: return point;
  case is_zero: return zero;
  case 16: return last;
  default: return source < 8 ? 8 * source : second_vector + 8 * (source - 8);
  }
}

template <class ByteOf> constexpr vector_bytes make_bytes(ByteOf byte_of) noexcept {
  vector_bytes bytes{};
  for (int place = 0; place < 32; ++place)
    bytes[static_cast<std::size_t>(place)] = static_cast<std::uint8_t>(byte_of(place));
  return bytes;
}

constexpr digit_ladder make_ladder() noexcept {
  digit_ladder ladder{};
  ladder.ten_thousandth.fill(109'951'163);
  ladder.to_ten_thousand.fill((std::uint64_t{1} << 32) - 10'000);
  ladder.hundredth.fill(5'243);
  ladder.hundred.fill(100);
  ladder.tenth.fill(6'554);
  ladder.to_ten.fill(256 - 10);
  return ladder;
}

constexpr std::uint64_t one = std::uint64_t{1} << 52;

constexpr std::array<std::uint64_t, 8> make_fractions() noexcept {
  std::array<std::uint64_t, 8> fractions{};
  std::uint64_t power = 100'000'000;
  for (std::uint64_t& fraction : fractions) {
    fraction = one / power + (power != 100'000'000);
    power /= 10;
  }
  return fractions;
}
constexpr std::uint64_t nudge = 28'000'000;

// No lane may be below the truth, nor above it by a whole part of its divisor.
consteval bool fractions_hold() noexcept {
  constexpr std::array<std::uint64_t, 8> made = make_fractions();
  constexpr std::uint64_t largest = 99'999'999;
  std::uint64_t power = 10;
  for (std::size_t lane = 7; lane != 0; --lane, power *= 10)
    if (made[lane] * power < one || (made[lane] * power - one) * largest >= one)
      return false;
  // Lane 0, times 10^8: n * fraction is too small, by most for the largest n.
  const std::uint64_t lost = (one - made[0] * power) * largest;
  return nudge * power >= lost && nudge * power < one;
}
static_assert(fractions_hold());

} // namespace

constinit const shuffle_layout shuffles = [] {
  shuffle_layout made{};
  made.ladder = make_ladder();
  for (row at = 0; at < row_count; ++at) {
    made.rows[at] = make_bytes(
        [at](int place) { return shuffle_byte(source_of(at, place), place); });
    made.least[at] = 1u << (least_length(at) - 1);
    made.point[at] = static_cast<std::uint8_t>(point_of(at));
  }
  return made;
}();

constinit const permutation_layout permutations = [] {
  permutation_layout made{};
  made.fractions = make_fractions();
  made.nudge = nudge;
  made.ten = 10;
  made.frame = 0x3000'0000'0030'2E30;
  made.zeros = make_bytes([](int) { return '0'; });
  for (row at = 0; at < row_count; ++at) {
    made.rows[at] =
        make_bytes([at](int place) { return permutation_byte(source_of(at, place)); });
    made.least[at] = 1u << (least_length(at) - 1);
  }
  return made;
}();

} // namespace krait::json::reals
#endif
