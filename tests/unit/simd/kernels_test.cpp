// SPDX-License-Identifier: Apache-2.0
#include "simd/kernels.hpp"

#include <random>

#include <doctest/doctest.h>

#include "support/forced_isa.hpp"
#include "support/guarded_buffer.hpp"

namespace krait::simd {

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

} // namespace krait::simd
