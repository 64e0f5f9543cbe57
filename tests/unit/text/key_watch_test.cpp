// Keys that stand twice, against what is known of a document as it is made.
// SPDX-License-Identifier: Apache-2.0
#include "text/key_watch.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "support/forced_isa.hpp"
#include "text_io.hpp"

namespace krait::text {
namespace {

// Tests run once for each KRAIT_ISA; one that is absent is a named skip.
const bool isa_is_here = !tests::sets_under_test().empty();

// Objects and arrays in each other, with keys out of few.
class document {
public:
  document(std::uint32_t seed, std::uint32_t keys) : random_(seed), keys_(keys) {
    while (text.size() < 3000) {
      add_object(0);
      text += '\n';
    }
  }

  std::string text;
  std::vector<std::pair<std::size_t, std::size_t>> repeated; // where, and the first one

private:
  std::uint32_t below(std::uint32_t count) {
    return static_cast<std::uint32_t>(random_()) % count;
  }

  void add_object(int depth) {
    std::map<std::uint32_t, std::size_t> first;
    text += '{';
    for (std::uint32_t i = 0, count = below(below(8) == 0 ? 90 : 7); i < count; ++i) {
      if (i != 0)
        text += ',';
      const std::uint32_t key = below(keys_);
      const auto [known, fresh] = first.emplace(key, text.size());
      if (!fresh)
        repeated.emplace_back(text.size(), known->second);
      text += "\"" + std::string(key % 40, 'k') + std::to_string(key) + "\":";
      add_value(depth + 1);
    }
    text += '}';
  }
  void add_value(int depth) {
    const std::uint32_t kind = text.size() > 6000 || depth > 8 ? 4 : below(8);
    if (kind < 2) {
      add_object(depth);
    } else if (kind == 2) {
      text += '[';
      for (std::uint32_t i = 0, count = below(5); i < count; ++i) {
        text += i == 0 ? "" : ",";
        add_value(depth + 1);
      }
      text += ']';
    } else {
      text += std::to_string(below(1000));
    }
  }

  std::mt19937 random_;
  std::uint32_t keys_;
};

TEST_CASE("every repeated key is found, with the place of the first one") {
  for (std::uint32_t seed = 0; seed < 120; ++seed) {
    const std::uint32_t keys[] = {5, 60, 5000};
    document source(seed, keys[seed % 3]);
    std::sort(source.repeated.begin(), source.repeated.end());
    for (const std::size_t window :
         {std::size_t{64}, std::size_t{127}, std::size_t{1024}, default_window}) {
      settings chosen;
      chosen.form = form::none;
      chosen.every_finding = true;
      chosen.window = window;
      const tests::transcoded done = tests::transcode(source.text, chosen);
      CAPTURE(seed);
      CAPTURE(window);
      REQUIRE(done.outcome.ending == ending::complete);
      REQUIRE(done.outcome.duplicates == source.repeated.size());
      std::vector<std::pair<std::size_t, std::size_t>> found;
      for (const finding& what : done.findings)
        found.emplace_back(what.at.offset, what.first.offset);
      std::sort(found.begin(), found.end());
      REQUIRE(found == source.repeated);
    }
  }
}

// Objects whose keys were seen in another order, or with one of them twice.
TEST_CASE("objects like others are compared nevertheless where a key stands twice") {
  std::string text;
  for (int i = 0; i < 50; ++i)
    text += R"({"a":1,"b":{"a":2,"c":3},"c":[{"x":1}]})"
            "\n"
            R"({"c":1,"a":{"c":2,"a":3},"b":4})"
            "\n";
  settings chosen;
  chosen.form = form::none;
  CHECK(tests::transcode(text, chosen).outcome.duplicates == 0);
  for (const std::string_view twice :
       {R"({"a":1,"b":{"a":2,"c":3},"a":4})", R"({"a":1,"b":{"a":2,"a":3},"c":4})",
        R"({"a":1,"a":2})", R"({"a":1,"a":2,"b":3,"b":4})"})
    CHECK(
        tests::transcode(text + std::string(twice) + text, chosen).outcome.duplicates !=
        0);
}

} // namespace
} // namespace krait::text
