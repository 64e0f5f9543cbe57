// Each instruction set's questions to the next bytes against what their words say, with
// memory that ends where they may read last.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "simd/isa.hpp"
#include "support/forced_isa.hpp"
#include "support/guarded_buffer.hpp"
#include "json/characters.hpp"
#include "json/scan/byte_masks.hpp"
#include "json/scan/scalar.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace krait::json {

namespace {

struct number_bits {
  std::uint64_t ends, not_digits, spaces;
};

struct scan_functions {
  std::size_t step, stride;
  std::size_t (*first_stop)(const char* p);
  std::size_t (*first_quote)(const char* p);
  bool (*is_plain)(const char* p);
  bool (*matches)(const char* p, const char* token, unsigned length);
  void (*copy)(char* to, const char* from, std::size_t n);
  std::size_t (*measure)(const char* p, utf8_run& run);
  std::size_t (*copy_plain)(char* to, const char* p, bool& other);
  std::size_t (*widen_plain)(std::uint32_t* to, const char* p);
  void (*narrow)(std::uint16_t* to, const std::uint32_t* from, std::size_t n);
  std::size_t (*leading_space)(const char* p);
  std::uint32_t (*not_digits32)(const char* p);
  number_bits (*numbers)(const char* p);
  std::uint64_t (*digits)(const char* end, unsigned places, unsigned total);
  std::uint64_t (*few_digits)(const char* end, unsigned places, unsigned total);
  row_marks (*marks)(const char* p);
  std::uint64_t (*spaces)(const char* p);
};

namespace in_scalar {
using json::scalar::scan;
#include "unit/json/scan_functions.hpp"
} // namespace in_scalar

} // namespace

} // namespace krait::json

#if defined(__x86_64__)

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("sse4.2,popcnt"))),                 \
                             apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("sse4.2,popcnt")
#endif
#include "json/scan/sse42.hpp"
namespace krait::json {
namespace {
namespace in_sse42 {
using json::sse42::scan;
#include "unit/json/scan_functions.hpp"
} // namespace in_sse42
} // namespace
} // namespace krait::json
#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt"))),    \
                             apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2,bmi,bmi2,lzcnt,popcnt")
#endif
#include "json/scan/avx2.hpp"
namespace krait::json {
namespace {
namespace in_avx2 {
using json::avx2::scan;
#include "unit/json/scan_functions.hpp"
} // namespace in_avx2
} // namespace
} // namespace krait::json
#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

#if defined(__clang__)
#pragma clang attribute push(                                                          \
    __attribute__((                                                                    \
        target("avx512f,avx512bw,avx512vl,avx512dq,bmi,bmi2,lzcnt,popcnt"))),          \
    apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx512f,avx512bw,avx512vl,avx512dq,bmi,bmi2,lzcnt,popcnt")
#endif
#include "json/scan/avx512.hpp"
namespace krait::json {
namespace {
namespace in_avx512 {
using json::avx512::scan;
#include "unit/json/scan_functions.hpp"
} // namespace in_avx512
} // namespace
} // namespace krait::json
#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

#endif

namespace krait::json {

namespace {

const scan_functions& functions_of(simd::isa set) {
#if defined(__x86_64__)
  switch (set) {
  case simd::isa::avx512: return in_avx512::functions;
  case simd::isa::avx2: return in_avx2::functions;
  case simd::isa::sse42: return in_sse42::functions;
  case simd::isa::scalar: break;
  }
#else
  static_cast<void>(set);
#endif
  return in_scalar::functions;
}

template <class Check> void for_each_set(Check check) {
  for (const simd::isa set : tests::sets_under_test()) {
    CAPTURE(simd::name(set));
    check(functions_of(set));
  }
}

// Calls check(p) with p at memory that holds `size` bytes and not one more: each byte
// value at each place among plain ones, then seeded mixtures of what matters.
template <class Check> void for_texts(std::size_t size, Check check) {
  const tests::guarded_buffer buffer(size);
  char* const p = buffer.begin();
  for (const char filler : {'a', ' ', '7'}) {
    for (std::size_t at = 0; at != size; ++at) {
      std::memset(p, filler, size);
      for (int value = 0; value != 256; ++value) {
        p[at] = static_cast<char>(value);
        check(p);
      }
    }
  }
  constexpr std::string_view pool =
      "a0 9,]}:\"\\\n\t\r\x1F\x7F\x80\xC3\xC4\xEF\xF0*)-.";
  std::minstd_rand random(7);
  for (int round = 0; round != 20'000; ++round) {
    const auto kinds = 1 + random() % pool.size();
    for (std::size_t at = 0; at != size; ++at)
      p[at] = random() % 8 == 0 ? pool[random() % kinds] : 'a';
    check(p);
  }
}

template <class Holds>
std::size_t count_while(const char* p, std::size_t most, Holds holds) {
  std::size_t n = 0;
  while (n != most && holds(p[n]))
    ++n;
  return n;
}

template <class Holds>
std::uint64_t bits_of(const char* p, unsigned count, Holds holds) {
  std::uint64_t bits = 0;
  for (unsigned i = 0; i != count; ++i)
    bits |= std::uint64_t{holds(p[i])} << i;
  return bits;
}

bool is_inside(char c) { return is_ascii(c) && !is_escapable(c); }

// doctest is told of what is wrong only: there are millions of what is right.
#define KRAIT_EXPECT(condition)                                                        \
  do {                                                                                 \
    if (!(condition))                                                                  \
      CHECK(condition);                                                                \
  } while (false)

} // namespace

TEST_CASE("a string's first byte that is not plain is found") {
  for_each_set([](const scan_functions& scan) {
    for_texts(scan.step, [&](const char* p) {
      KRAIT_EXPECT(scan.first_stop(p) == count_while(p, scan.step, is_inside));
      KRAIT_EXPECT(scan.first_quote(p) ==
                   count_while(p, scan.step, [](char c) { return c != '"'; }));
    });
    for_texts(scan.stride, [&](const char* p) {
      KRAIT_EXPECT(scan.is_plain(p) ==
                   (count_while(p, scan.stride, is_inside) == scan.stride));
    });
  });
}

TEST_CASE("white space is counted, and what is no digit found") {
  for_each_set([](const scan_functions& scan) {
    for_texts(scan.step, [&](const char* p) {
      KRAIT_EXPECT(scan.leading_space(p) == count_while(p, scan.step, is_space));
    });
    for_texts(32, [&](const char* p) {
      KRAIT_EXPECT(scan.not_digits32(p) ==
                   bits_of(p, 32, [](char c) { return !is_digit(c); }));
    });
  });
}

TEST_CASE("the ends of numbers are found") {
  const auto must = [](char c) {
    return c == ',' || c == ']' || c == '}' || c == ' ' || c == '\t' || c == '\n';
  };
  // What is in no row of numbers may count as an end; nothing that a number holds may.
  const auto may_not = [](char c) {
    return is_digit(c) || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
  };
  for_each_set([&](const scan_functions& scan) {
    for_texts(64, [&](const char* p) {
      const number_bits found = scan.numbers(p);
      const std::uint64_t ends = bits_of(p, 64, must);
      KRAIT_EXPECT((found.ends & ends) == ends);
      KRAIT_EXPECT((found.ends & bits_of(p, 64, may_not)) == 0);
      KRAIT_EXPECT(found.spaces == bits_of(p, 64, is_space));
      KRAIT_EXPECT(found.not_digits ==
                   bits_of(p, 64, [](char c) { return !is_digit(c); }));
    });
  });
}

TEST_CASE("what rows of numbers consist of is found") {
  for_each_set([](const scan_functions& scan) {
    for_texts(64, [&](const char* p) {
      const row_marks found = scan.marks(p);
      const auto are = [p](char wanted) {
        return bits_of(p, 64, [wanted](char c) { return c == wanted; });
      };
      KRAIT_EXPECT(found.known ==
                   (bits_of(p, 64, is_digit) | are(',') | are('-') | are('.')));
      KRAIT_EXPECT(found.commas == are(','));
      KRAIT_EXPECT(found.minuses == are('-'));
      KRAIT_EXPECT(found.points == are('.'));
      KRAIT_EXPECT(found.zeros == are('0'));
      KRAIT_EXPECT(scan.spaces(p) == bits_of(p, 64, is_space));
    });
  });
}

TEST_CASE("a token matches its own bytes and no others") {
  for_each_set([](const scan_functions& scan) {
    const tests::guarded_buffer text(64);
    std::minstd_rand random(3);
    for (unsigned length = 1; length <= 64; ++length) {
      alignas(64) std::array<char, 64> token{};
      for (unsigned i = 0; i != length; ++i)
        token[i] = static_cast<char>(1 + random() % 255);
      for (unsigned i = 0; i != 64; ++i)
        text.begin()[i] = i < length ? token[i] : static_cast<char>(random());
      KRAIT_EXPECT(scan.matches(text.begin(), token.data(), length));
      for (unsigned at = 0; at != 64; ++at) {
        for (unsigned bit = 0; bit != 8; ++bit) {
          text.begin()[at] = static_cast<char>(text.begin()[at] ^ (1 << bit));
          KRAIT_EXPECT(scan.matches(text.begin(), token.data(), length) ==
                       (at >= length));
          text.begin()[at] = static_cast<char>(text.begin()[at] ^ (1 << bit));
        }
      }
    }
  });
}

TEST_CASE("copies write as many bytes as they were asked to") {
  for_each_set([](const scan_functions& scan) {
    std::string source(400, '\0');
    std::minstd_rand random(5);
    std::generate(source.begin(), source.end(),
                  [&] { return static_cast<char>(random()); });
    for (std::size_t n = 0; n != 300; ++n) {
      const tests::guarded_buffer to(n);
      scan.copy(to.begin(), source.data(), n);
      KRAIT_EXPECT(to.view() == std::string_view(source).substr(0, n));
    }
    std::vector<std::uint32_t> wide(400);
    std::generate(wide.begin(), wide.end(),
                  [&] { return static_cast<std::uint32_t>(random()); });
    for (std::size_t n = 0; n != 300; ++n) {
      const tests::guarded_buffer to(n * sizeof(std::uint16_t));
      auto* const units = reinterpret_cast<std::uint16_t*>(to.begin());
      const tests::guarded_buffer from(n * sizeof(std::uint32_t));
      if (n != 0)
        std::memcpy(from.begin(), wide.data(), n * sizeof(std::uint32_t));
      scan.narrow(units, reinterpret_cast<const std::uint32_t*>(from.begin()), n);
      for (std::size_t i = 0; i != n; ++i)
        KRAIT_EXPECT(units[i] == static_cast<std::uint16_t>(wide[i]));
    }
  });
}

TEST_CASE("a step of a string is measured, copied and widened up to what ends it") {
  for_each_set([](const scan_functions& scan) {
    const tests::guarded_buffer narrow(scan.step);
    const tests::guarded_buffer wide(scan.step * sizeof(std::uint32_t));
    auto* const units = reinterpret_cast<std::uint32_t*>(wide.begin());
    for_texts(scan.step, [&](const char* p) {
      const std::size_t n =
          count_while(p, scan.step, [](char c) { return !is_escapable(c); });
      const auto any = [&](auto holds) { return std::any_of(p, p + n, holds); };
      const auto at_least = [&](int least) {
        return any([=](char c) { return static_cast<unsigned char>(c) >= least; });
      };
      const auto starts = static_cast<std::size_t>(
          std::count_if(p, p + n, [](char c) { return (c & 0xC0) != 0x80; }));
      for (const bool before : {false, true}) {
        utf8_run run{5, before, before};
        KRAIT_EXPECT(scan.measure(p, run) == n);
        KRAIT_EXPECT(run.code_points == 5 + starts);
        KRAIT_EXPECT(run.beyond_latin1 == (before || at_least(0xC4)));
        KRAIT_EXPECT(run.beyond_bmp == (before || at_least(0xF0)));
        bool other = before;
        KRAIT_EXPECT(scan.copy_plain(narrow.begin(), p, other) == n);
        KRAIT_EXPECT(other == (before || at_least(0x80)));
      }
      KRAIT_EXPECT(std::equal(p, p + n, narrow.begin()));
      const std::size_t inside = count_while(p, scan.step, is_inside);
      KRAIT_EXPECT(scan.widen_plain(units, p) == inside);
      for (std::size_t i = 0; i != inside; ++i)
        KRAIT_EXPECT(units[i] == static_cast<unsigned char>(p[i]));
    });
  });
}

TEST_CASE("digits become their number, with the point anywhere") {
  for_each_set([](const scan_functions& scan) {
    // Nothing before the first 33 or 16 bytes is there to be read.
    const tests::guarded_buffer many(33, tests::border::at_begin);
    const tests::guarded_buffer few(16, tests::border::at_begin);
    std::minstd_rand random(11);
    for (unsigned total = 1; total <= 19; ++total) {
      for (unsigned places = 1; places <= total; ++places) {
        for (int round = 0; round != 60; ++round) {
          std::string digits(total, '9');
          if (round != 0)
            for (char& c : digits)
              c = round == 1 ? '0' : static_cast<char>('0' + random() % 10);
          const std::uint64_t expected = std::stoull(digits);
          std::string text = digits;
          if (places != total)
            text.insert(total - places, 1, '.');
          const auto at_end = [&](const tests::guarded_buffer& buffer) {
            for (char* p = buffer.begin(); p != buffer.end(); ++p)
              *p = static_cast<char>(random());
            std::memcpy(buffer.end() - text.size(), text.data(), text.size());
            return static_cast<const char*>(buffer.end());
          };
          KRAIT_EXPECT(scan.digits(at_end(many), places, total) == expected);
          if (text.size() <= 16)
            KRAIT_EXPECT(scan.few_digits(at_end(few), places, total) == expected);
        }
      }
    }
  });
}

} // namespace krait::json
