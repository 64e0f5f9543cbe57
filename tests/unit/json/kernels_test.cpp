// SPDX-License-Identifier: Apache-2.0
#include "json/kernels.hpp"

#include <random>

#include <doctest/doctest.h>

#include "support/forced_isa.hpp"
#include "support/guarded_buffer.hpp"
#include "json/characters.hpp"

namespace krait::json {

namespace {

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

} // namespace krait::json
