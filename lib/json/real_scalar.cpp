// Doubles to text in plain C++ for any machine, the specification of the other kernels.
// SPDX-License-Identifier: Apache-2.0
#include "json/kernels.hpp"

#include "json/eight_digits.hpp"
#include "json/real_layout.hpp"

namespace krait::json::scalar {

namespace {

using reals::wide;

// Up to 17 digits: the first in the low byte, the last by itself.
struct characters {
  wide leading;
  unsigned leading_count;
  char last;
  unsigned count; // of all, trailing zeros left out
};

// How many of 16 bytes are left without the zeros on top.
unsigned significant_bytes(wide bytes) noexcept {
  const auto high = static_cast<std::uint64_t>(bytes >> 64);
  const auto low = static_cast<std::uint64_t>(bytes);
  const int zeros = high != 0 ? std::countl_zero(high) : 64 + std::countl_zero(low);
  return 16 - static_cast<unsigned>(zeros) / 8;
}

characters to_characters(const reals::digits& shown, unsigned dropped) noexcept {
  constexpr wide zeros = wide{0x3030303030303030} << 64 | 0x3030303030303030;
  constexpr std::uint64_t eight = 100'000'000;
  const wide values = (wide{eight_digits::spread(shown.leading % eight)} << 64 |
                       eight_digits::spread(shown.leading / eight)) >>
                      (8 * dropped);
  const auto last = static_cast<unsigned>(shown.last >> 56);
  return {values | zeros, 16 - dropped, static_cast<char>('0' + last),
          last != 0 ? 17 - dropped : significant_bytes(values)};
}

void store(char* p, wide text) noexcept { std::memcpy(p, &text, sizeof text); }

// 0.00012, with `zeros` behind the point.
char* write_below_one(char* p, const characters& text, unsigned zeros) noexcept {
  std::memcpy(p, "0.000", sizeof "0.000");
  p += 2 + zeros;
  store(p, text.leading);
  p[text.leading_count] = text.last;
  return p + text.count;
}

// 1.2 and 1200.0, with the point behind `before` > 0 digits: all digits first, then
// those that belong behind the point once more, one place on.
char* write_around_point(char* p, const characters& text, unsigned before,
                         unsigned least) noexcept {
  store(p, text.leading);
  p[before] = '.';
  store(p + before + 1, text.leading >> 8 >> (8 * (before - 1)));
  p[1 + text.leading_count] = text.last;
  return p + (text.count > before ? text.count + 1 : least);
}

struct emitter {
  static char* write(char* p, const reals::digits& shown, reals::row at) noexcept {
    const characters text = to_characters(shown, reals::dropped_digits(at));
    const int before = reals::digits_before_point(at);
    return before <= 0 ? write_below_one(p, text, static_cast<unsigned>(-before))
                       : write_around_point(p, text, static_cast<unsigned>(before),
                                            reals::least_length(at));
  }
};

[[gnu::noinline]] char* write_general(char* p, std::uint64_t bits) noexcept {
  return reals::write_general<emitter>(p, bits);
}

} // namespace

char* write_real(char* p, double value) noexcept {
  return reals::write<emitter>(p, value, write_general);
}

char* write_reals(char* p, const double* values, std::size_t count) noexcept {
  return reals::write_row<emitter>(p, values, count, write_general);
}

char* write_pairs(char* p, const double* values, std::size_t pairs) noexcept {
  return reals::write_pair_row<emitter>(p, values, pairs, write_general);
}

} // namespace krait::json::scalar
