// SPDX-License-Identifier: Apache-2.0
#include "json/kernels.hpp"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "support/forced_isa.hpp"
#include "support/guarded_buffer.hpp"
#include "json/characters.hpp"
#include "json/utf8.hpp"

namespace krait::json {

namespace {

template <class Unit> struct width;
template <> struct width<std::uint8_t> {
  static constexpr auto encode = &kernels::latin1_to_utf8;
  static constexpr std::uint32_t highest = 0xFF;
  static constexpr std::size_t longest = 2;
};
template <> struct width<std::uint16_t> {
  static constexpr auto encode = &kernels::ucs2_to_utf8;
  static constexpr std::uint32_t highest = 0xFFFF;
  static constexpr std::size_t longest = 3;
};
template <> struct width<std::uint32_t> {
  static constexpr auto encode = &kernels::ucs4_to_utf8;
  static constexpr std::uint32_t highest = 0x10FFFF;
  static constexpr std::size_t longest = 4;
};

bool stops_encoders(std::uint32_t value) {
  return value < 0x20 || value == '"' || value == '\\' || is_surrogate(value);
}

// Both ends of the units' memory and of the promised room are page ends.
template <class Unit> class encoder_check {
public:
  explicit encoder_check(std::size_t most)
      : input_(most * sizeof(Unit)),
        output_(most * width<Unit>::longest + encoder_slack),
        wanted_(output_.view()) {}

  // doctest is told of the wrong ones only.
  void operator()(const std::vector<Unit>& units) {
    const std::size_t bytes = units.size() * sizeof(Unit);
    auto* const p = reinterpret_cast<Unit*>(input_.end() - bytes);
    if (bytes != 0)
      std::memcpy(p, units.data(), bytes);
    const Unit* stop = p;
    char* end = wanted_.data();
    for (; stop != p + units.size() && !stops_encoders(*stop); ++stop)
      end = encode_utf8(end, *stop);
    const std::string_view wanted(wanted_.data(),
                                  static_cast<std::size_t>(end - wanted_.data()));
    char* const out =
        output_.end() - units.size() * width<Unit>::longest - encoder_slack;
    for (const simd::isa set : tests::sets_under_test()) {
      const encoded<Unit> found =
          (kernels_of(set).*width<Unit>::encode)(p, p + units.size(), out);
      const std::string_view written(out, static_cast<std::size_t>(found.out - out));
      if (found.stop == stop && written == wanted)
        continue;
      CAPTURE(name(set));
      CAPTURE(sizeof(Unit));
      CAPTURE(units.size());
      CHECK(found.stop - p == stop - p);
      REQUIRE(written == wanted);
    }
  }

private:
  tests::guarded_buffer input_;
  tests::guarded_buffer output_;
  std::string wanted_;
};

template <class Unit> void check_every_value() {
  constexpr std::size_t window = 67;
  encoder_check<Unit> check(window);
  std::vector<Unit> units;
  for (std::uint32_t value = 0; value <= width<Unit>::highest; ++value) {
    units.assign(1 + value % window, static_cast<Unit>(value));
    check(units);
  }
}

// Each place of each length stops, with what is before and behind it.
template <class Unit> void check_stops() {
  constexpr std::uint32_t stops[] = {0,      0x1F,   '"',    '\\',
                                     0xD800, 0xDBFF, 0xDC00, 0xDFFF};
  constexpr std::uint32_t verbatim[] = {' ',  '!',    '#',    '[',     ']',
                                        0x7F, 0xD7FF, 0xE000, 0x1D800, 0x10D800};
  encoder_check<Unit> check(70);
  for (std::size_t length = 1; length <= 70; ++length) {
    for (std::size_t place = 0; place < length; ++place) {
      std::vector<Unit> units;
      for (std::size_t i = 0; i < length; ++i)
        units.push_back(static_cast<Unit>(verbatim[(i + place) % std::size(verbatim)]));
      units[place] = static_cast<Unit>(stops[(length + place) % std::size(stops)]);
      check(units);
    }
  }
}

template <class Unit> void check_mixtures() {
  constexpr std::uint32_t beyond[] = {0x80, 0x800, 0x10000, 0x110000};
  constexpr std::size_t longest = 300;
  encoder_check<Unit> check(longest);
  std::mt19937 random(5);
  for (std::size_t length = 0; length <= longest; ++length) {
    for (unsigned round = 0; round < 24; ++round) {
      // From one unit of any kind in 32 letters to no letters at all.
      const unsigned letters = (1u << round % 6) - 1;
      std::vector<Unit> units(length, Unit{'x'});
      for (Unit& unit : units) {
        if (random() % (letters + 1) != 0)
          continue;
        const std::uint32_t limit =
            std::min(beyond[random() % 4], width<Unit>::highest + 1);
        const auto value = static_cast<std::uint32_t>(random() % limit);
        unit = static_cast<Unit>(stops_encoders(value) && round % 4 != 0 ? 'y' : value);
      }
      check(units);
    }
  }
}

void check_all(const tests::guarded_buffer& buffer) {
  const char* const p = buffer.begin();
  const char* const end = buffer.end();
  const char* const escapable = scalar::table.find_escapable(p, end);
  const char* const not_plain = scalar::table.find_not_plain(p, end);
  // Millions of comparisons: doctest is told of the wrong ones only.
  for (const simd::isa set : tests::sets_under_test()) {
    const kernels& tested = kernels_of(set);
    if (tested.set == set && tested.find_escapable(p, end) == escapable &&
        tested.find_not_plain(p, end) == not_plain)
      continue;
    CAPTURE(name(set));
    CHECK(tested.set == set);
    CHECK(tested.find_escapable(p, end) - p == escapable - p);
    REQUIRE(tested.find_not_plain(p, end) - p == not_plain - p);
  }
}

} // namespace

TEST_CASE("each byte value is found or passed, at each place of each length") {
  for (std::size_t length = 1; length < 140; ++length) {
    const tests::guarded_buffer buffer(length);
    for (std::size_t place = 0; place < length; place += 1 + length / 24) {
      for (int value = 0; value < 256; ++value) {
        std::memset(buffer.begin(), 'a', length);
        buffer.begin()[place] = static_cast<char>(value);
        check_all(buffer);
      }
    }
  }
  CHECK(scalar::table.set == simd::isa::scalar);
}

TEST_CASE("the first of many is found") {
  std::mt19937 random(2);
  for (std::size_t length = 0; length < 400; ++length) {
    const tests::guarded_buffer buffer(length);
    for (std::size_t i = 0; i < length; ++i)
      buffer.begin()[i] = random() % 50 == 0 ? static_cast<char>(random()) : 'x';
    check_all(buffer);
  }
  CHECK_FALSE(tests::sets_under_test().empty());
}

TEST_CASE("the scalar kernels stop where the words of their definition say") {
  for (int value = 0; value < 256; ++value) {
    const char c = static_cast<char>(value);
    CAPTURE(value);
    const bool escapable = value < 0x20 || c == '"' || c == '\\';
    CHECK(is_escapable(c) == escapable);
    CHECK(is_plain(c) == (!escapable && value < 0x7F));
    CHECK((scalar::table.find_escapable(&c, &c + 1) == &c) == escapable);
    CHECK((scalar::table.find_not_plain(&c, &c + 1) == &c) == !is_plain(c));
  }
}

TEST_CASE("each value of a unit is encoded or stops, in runs of each length") {
  check_every_value<std::uint8_t>();
  check_every_value<std::uint16_t>();
  check_every_value<std::uint32_t>();
}

TEST_CASE("encoders stop at the first unit that a string cannot hold, at each place") {
  check_stops<std::uint8_t>();
  check_stops<std::uint16_t>();
  check_stops<std::uint32_t>();
}

TEST_CASE("mixtures of every length are encoded inside the promised room") {
  check_mixtures<std::uint8_t>();
  check_mixtures<std::uint16_t>();
  check_mixtures<std::uint32_t>();
}

} // namespace krait::json
