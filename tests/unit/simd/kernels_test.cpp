// SPDX-License-Identifier: Apache-2.0
#include "simd/kernels.hpp"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "support/forced_isa.hpp"
#include "support/guarded_buffer.hpp"

namespace krait::simd {

namespace {

void append_utf8(std::string& text, std::uint32_t value) {
  const auto tail = [value](unsigned shift) {
    return static_cast<char>(0x80 | (value >> shift & 0x3F));
  };
  if (value < 0x80) {
    text += static_cast<char>(value);
  } else if (value < 0x800) {
    text += {static_cast<char>(0xC0 | value >> 6), tail(0)};
  } else if (value < 0x10000) {
    text += {static_cast<char>(0xE0 | value >> 12), tail(6), tail(0)};
  } else {
    text += {static_cast<char>(0xF0 | value >> 18), tail(12), tail(6), tail(0)};
  }
}

template <class Unit> struct width;
template <> struct width<std::uint8_t> {
  static constexpr auto decode = &kernels::utf8_to_latin1;
  static constexpr std::uint32_t highest = 0xFF;
};
template <> struct width<std::uint16_t> {
  static constexpr auto decode = &kernels::utf8_to_ucs2;
  static constexpr std::uint32_t highest = 0xFFFF;
};
template <> struct width<std::uint32_t> {
  static constexpr auto decode = &kernels::utf8_to_ucs4;
  static constexpr std::uint32_t highest = 0x10FFFF;
};

// Decodes with every set and looks at the units and at what lies behind them. doctest
// is told of the wrong ones only.
template <class Unit>
void check_decoding(std::string_view text, const std::vector<std::uint32_t>& expected) {
  constexpr Unit canary = 0x5A;
  constexpr std::size_t behind = 64;
  std::vector<Unit> wanted(expected.begin(), expected.end());
  wanted.insert(wanted.end(), behind, canary);
  for (const isa set : tests::sets_under_test()) {
    std::vector<Unit> found(wanted.size(), canary);
    (kernels_of(set).*width<Unit>::decode)(text.data(), text.data() + text.size(),
                                           found.data());
    if (found == wanted)
      continue;
    const auto wrong = std::mismatch(found.begin(), found.end(), wanted.begin());
    CAPTURE(name(set));
    CAPTURE(sizeof(Unit));
    CAPTURE(text.size());
    CAPTURE(expected.size());
    CAPTURE(wrong.first - found.begin());
    REQUIRE(*wrong.first == *wrong.second);
  }
}

// One that fits the width, of a length in bytes that is about as likely as the others.
std::uint32_t random_code_point(std::mt19937& random, std::uint32_t highest) {
  constexpr std::uint32_t beyond[] = {0x80, 0x800, 0x10000, 0x110000};
  const std::uint32_t limit = std::min(beyond[random() % 4], highest + 1);
  return static_cast<std::uint32_t>(random() % limit);
}

template <class Unit> void check_every_code_point() {
  std::string text;
  std::vector<std::uint32_t> expected;
  for (std::uint32_t value = 0; value <= width<Unit>::highest; ++value) {
    append_utf8(text, value);
    expected.push_back(value);
  }
  for (int before = 0; before < 64; ++before) {
    check_decoding<Unit>(text, expected);
    text.insert(text.begin(), 'x');
    expected.insert(expected.begin(), 'x');
  }
}

template <class Unit> void check_mixtures() {
  constexpr std::size_t longest = 300;
  const tests::guarded_buffer buffer(longest + 4);
  std::mt19937 random(3);
  for (std::size_t length = 0; length <= longest; ++length) {
    for (unsigned round = 0; round < 24; ++round) {
      // From one code point of any kind in 32 letters to no letters at all.
      const unsigned letters = (1u << round % 6) - 1;
      std::string text;
      std::vector<std::uint32_t> expected;
      while (text.size() < length) {
        const bool letter = random() % (letters + 1) != 0;
        expected.push_back(letter ? 'x'
                                  : random_code_point(random, width<Unit>::highest));
        append_utf8(text, expected.back());
      }
      char* const begin = buffer.end() - text.size();
      std::copy(text.begin(), text.end(), begin);
      check_decoding<Unit>({begin, text.size()}, expected);
    }
  }
}

} // namespace

TEST_CASE("the table of a set says its name") {
  for (const isa set : tests::sets_under_test())
    CHECK(kernels_of(set).set == set);
}

TEST_CASE(
    "measuring finds each count and highest byte, at every length up to a page end") {
  std::mt19937 random(1);
  for (std::size_t length = 0; length < 300; ++length) {
    const tests::guarded_buffer buffer(length);
    for (int round = 0; round < 8; ++round) {
      for (std::size_t i = 0; i < length; ++i)
        buffer.begin()[i] = static_cast<char>(random() % (round % 2 ? 256 : 128));
      const utf8_measure expected =
          scalar::table.measure_utf8(buffer.begin(), buffer.end());
      for (const isa set : tests::sets_under_test()) {
        const utf8_measure found =
            kernels_of(set).measure_utf8(buffer.begin(), buffer.end());
        CAPTURE(name(set));
        CAPTURE(length);
        REQUIRE(found.code_points == expected.code_points);
        REQUIRE(found.highest == expected.highest);
      }
    }
  }
}

TEST_CASE("the scalar measure counts as UTF-8 means it") {
  struct row {
    std::string_view text;
    std::size_t code_points;
    unsigned highest;
  };
  for (const row& r :
       {row{"", 0, 0}, row{"abc", 3, 'c'}, row{"\xC3\xA9", 1, 0xC3},
        row{"a\xE4\xB8\xAD", 2, 0xE4}, row{"\xF0\x9F\x98\x80!", 2, 0xF0}}) {
    const utf8_measure found =
        scalar::table.measure_utf8(r.text.data(), r.text.data() + r.text.size());
    CAPTURE(r.text);
    CHECK(found.code_points == r.code_points);
    CHECK(found.highest == r.highest);
  }
}

TEST_CASE("every code point, surrogates too, decodes at every place of a vector") {
  check_every_code_point<std::uint8_t>();
  check_every_code_point<std::uint16_t>();
  check_every_code_point<std::uint32_t>();
}

TEST_CASE("mixtures of every length decode up to a page end, and no unit further") {
  check_mixtures<std::uint8_t>();
  check_mixtures<std::uint16_t>();
  check_mixtures<std::uint32_t>();
}

TEST_CASE("long runs of one kind decode, with another kind between them") {
  for (const std::uint32_t run : {0x61u, 0xE9u, 0x416u, 0x4E2Du, 0xD800u, 0x1F600u}) {
    for (const std::uint32_t other : {0x20u, 0xFFu, 0x400u, 0xFF0Cu, 0x1F44Du}) {
      for (unsigned apart = 1; apart < 150; apart += 1 + apart / 8) {
        std::string text;
        std::vector<std::uint32_t> expected;
        for (unsigned i = 1; i < 400; ++i) {
          expected.push_back(i % apart == 0 ? other : run);
          append_utf8(text, expected.back());
        }
        const std::uint32_t highest = std::max(run, other);
        if (highest <= 0xFF)
          check_decoding<std::uint8_t>(text, expected);
        if (highest <= 0xFFFF)
          check_decoding<std::uint16_t>(text, expected);
        check_decoding<std::uint32_t>(text, expected);
      }
    }
  }
}

TEST_CASE("the scalar decoders write what UTF-8 means") {
  struct row {
    std::string_view text;
    std::vector<std::uint32_t> code_points;
  };
  for (const row& r : {row{"", {}}, row{"a\xC3\xA9", {'a', 0xE9}},
                       row{"\xD0\x96\xEF\xBF\xBF", {0x416, 0xFFFF}},
                       row{"\xED\xA0\x80\xED\xBF\xBF", {0xD800, 0xDFFF}},
                       row{"\xF0\x9F\x98\x80\xF4\x8F\xBF\xBF", {0x1F600, 0x10FFFF}}}) {
    CAPTURE(r.text);
    std::vector<std::uint32_t> found(r.code_points.size());
    scalar::table.utf8_to_ucs4(r.text.data(), r.text.data() + r.text.size(),
                               found.data());
    CHECK(found == r.code_points);
  }
}

} // namespace krait::simd
