// The pretty form against a printer that takes one character after another.
// SPDX-License-Identifier: Apache-2.0
#include "text/pretty_writer.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <string_view>

#include "support/forced_isa.hpp"
#include "text_io.hpp"

namespace krait::text {
namespace {

// Tests run once for each KRAIT_ISA; one that is absent is a named skip.
const bool isa_is_here = !tests::sets_under_test().empty();

class document {
public:
  document(std::uint32_t seed, int most_depth)
      : random_(seed), most_depth_(most_depth) {}

  // A text without white space.
  std::string text() {
    text_.clear();
    containers_ = 0;
    add_value(0);
    return text_;
  }

private:
  std::uint32_t below(std::uint32_t count) {
    return static_cast<std::uint32_t>(random_()) % count;
  }

  void add_string(std::uint32_t most) {
    text_ += '"';
    constexpr std::string_view parts[] = {"a", "{", "]", ",", ":", " ", "\u00e9"};
    for (std::uint32_t left = below(most); left != 0; --left)
      text_ += parts[below(std::size(parts))];
    text_ += '"';
  }
  void add_value(int depth) {
    const std::uint32_t kind = below(10);
    if (depth == most_depth_ || kind < 4 || ++containers_ > 200) {
      constexpr std::string_view plain[] = {"1", "-2.5", "true", "null", "1234567890"};
      if (kind % 2 == 0)
        text_ += plain[below(5)];
      else
        add_string(kind == 1 ? 200 : 12);
      return;
    }
    const bool is_object = kind % 2 == 0;
    text_ += is_object ? '{' : '[';
    for (std::uint32_t i = 0, count = below(6); i < count; ++i) {
      if (i != 0)
        text_ += ',';
      if (is_object) {
        text_ += "\"" + std::to_string(i) + std::string(below(40), 'k') + "\":";
      }
      add_value(depth + 1);
    }
    text_ += is_object ? '}' : ']';
  }

  std::mt19937 random_;
  int most_depth_;
  int containers_ = 0;
  std::string text_;
};

std::string pretty(std::string_view compact, std::string_view indent) {
  std::string out;
  std::size_t depth = 0;
  bool in_string = false;
  const auto new_line = [&] {
    out += '\n';
    for (std::size_t i = 0; i < depth; ++i)
      out += indent;
  };
  for (std::size_t i = 0; i < compact.size(); ++i) {
    const char c = compact[i];
    if (c == '"')
      in_string = !in_string; // no escapes here
    const bool opens = !in_string && (c == '{' || c == '[');
    const bool closes = !in_string && (c == '}' || c == ']');
    const bool empty = i != 0 && (compact[i - 1] == '{' || compact[i - 1] == '[');
    if (closes && --depth, closes && !empty)
      new_line();
    out += c;
    const bool before_close =
        i + 1 != compact.size() && (compact[i + 1] == '}' || compact[i + 1] == ']');
    depth += opens;
    if ((opens && !before_close) || (!in_string && c == ','))
      new_line();
    if (!in_string && c == ':')
      out += ' ';
  }
  return out + "\n";
}

TEST_CASE("lines are those of a plain printer, whatever their length and depth") {
  const std::string indents[] = {
      "", " ", "  ", "\t", std::string(16, ' '), std::string(most_indent, ' ')};
  for (std::uint32_t seed = 0; seed < 150; ++seed) {
    document source(seed, seed % 3 == 0 ? 40 : 6);
    std::string input;
    std::string expected;
    const std::string& indent = indents[seed % std::size(indents)];
    for (int texts = 0; texts < 4; ++texts) {
      const std::string text = source.text();
      input += text + (seed % 2 == 0 ? "\n" : " ");
      expected += pretty(text, indent);
    }
    for (const std::size_t window : {std::size_t{64}, std::size_t{127}, default_window})
      for (const std::size_t piece : {std::size_t{0}, std::size_t{5}}) {
        settings chosen;
        chosen.form = form::pretty;
        chosen.indent = indent;
        chosen.window = window;
        const tests::transcoded done = tests::transcode(input, chosen, piece);
        CAPTURE(seed);
        CAPTURE(window);
        CAPTURE(piece);
        REQUIRE(done.outcome.ending == ending::complete);
        REQUIRE(done.written == expected);
      }
  }
}

TEST_CASE("levels too deep to be prepared are written like others") {
  for (const std::string_view indent : {"  ", "\t", "        "})
    for (const std::size_t depth : {30u, 127u, 128u, 300u, 1000u}) {
      std::string text;
      for (std::size_t i = 0; i < depth; ++i)
        text += i % 2 == 0 ? "[[],1," : "{\"a\":{},\"b\":";
      text += "2";
      for (std::size_t i = depth; i-- != 0;)
        text += i % 2 == 0 ? ",\"x\"]" : ",\"c\":[]}";
      settings chosen;
      chosen.form = form::pretty;
      chosen.indent = indent;
      CAPTURE(indent);
      CAPTURE(depth);
      for (const std::size_t window : {least_window, default_window}) {
        chosen.window = window;
        REQUIRE(tests::transcode(text + "\n[3] " + text, chosen).written ==
                pretty(text, indent) + pretty("[3]", indent) + pretty(text, indent));
      }
    }
}

// 16 MB of white space from 4 KB.
TEST_CASE("a deep text leaves in parts, whatever stands before it") {
  constexpr std::size_t depth = 2000;
  const std::string deep =
      std::string(depth, '[') + "{\"a\":1}" + std::string(depth, ']');
  for (const std::string before : {"", "1\n", "[1]\n{\"b\":1,\"b\":2}\n"}) {
    settings chosen;
    chosen.form = form::pretty;
    chosen.read.max_depth = depth + 1;
    std::string expected = tests::transcode(before, chosen).written;
    expected += pretty(deep, "  ");
    expected += pretty("[2]", "  ");
    const std::string input = before + deep + "\n[2]";
    tests::memory_source from(input, 0);
    tests::memory_sink to;
    tests::memory_listener notes;
    transcoder engine(chosen);
    const outcome done = engine.run(from, to, notes);
    CHECK(done.ending == ending::complete);
    CHECK(to.written == expected);
    CHECK(to.largest <= chosen.held + (std::size_t{1} << 20));
  }
}

// A text is over at the top, whatever follows; what follows is wrong.
TEST_CASE("a text before an error has its last line") {
  for (const std::string_view behind : {"]", "}", ",", ",1", ":", "]]]", "[1,}"})
    for (const std::string_view text : {"[1,2]", "{}", "\"a\"", "[[]]"})
      for (const std::size_t window : {std::size_t{64}, default_window})
        for (std::size_t shift = 50; shift < 70; ++shift) {
          settings chosen;
          chosen.form = form::pretty;
          chosen.window = window;
          const std::string input =
              std::string(shift, ' ') + std::string(text) + " " + std::string(behind);
          const tests::transcoded done = tests::transcode(input, chosen);
          CAPTURE(input);
          CAPTURE(window);
          CHECK(done.outcome.ending == ending::invalid);
          CHECK(done.written == pretty(text, "  "));
        }
}

} // namespace
} // namespace krait::text
