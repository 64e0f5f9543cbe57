// SPDX-License-Identifier: Apache-2.0
#include "text/transcoder.hpp"

#include <doctest/doctest.h>

#include <initializer_list>
#include <string>

#include "base/status.hpp"
#include "simd/isa.hpp"
#include "support/forced_isa.hpp"
#include "text_io.hpp"

namespace krait::text {
namespace {

using base::errc;
using tests::transcode;

constexpr std::size_t windows[] = {64, 65, 127, 4096, default_window};
constexpr std::size_t pieces[] = {0, 1, 3, 64, 100};

// Tests run once for each KRAIT_ISA; one that is absent is a named skip.
const bool isa_is_here = !tests::sets_under_test().empty();

std::string repeat(std::string_view part, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i)
    all += part;
  return all;
}

settings with(form form, std::size_t window = default_window) {
  settings chosen;
  chosen.form = form;
  chosen.window = window;
  return chosen;
}

// The same at every window and however the bytes come, with white space before, so that
// each place is cut by a block's border.
void check_everywhere(const std::string& input, const settings& chosen,
                      const std::string& expected) {
  for (const std::size_t window : windows)
    for (const std::size_t piece : pieces)
      for (std::size_t shift = 0; shift < 66; shift += window == 64 ? 1 : 13) {
        settings here = chosen;
        here.window = window;
        const tests::transcoded done =
            transcode(std::string(shift, ' ') + input, here, piece);
        CAPTURE(input);
        CAPTURE(window);
        CAPTURE(piece);
        CAPTURE(shift);
        REQUIRE(done.outcome.ending == ending::complete);
        REQUIRE(done.written == expected);
        REQUIRE(done.outcome.bytes_written == expected.size());
      }
}

TEST_CASE("texts are written compactly, in canonical form") {
  struct row {
    std::string input, compact;
  };
  const row rows[] = {
      {"", ""},
      {"1", "1\n"},
      {" [ ] ", "[]\n"},
      {"[1 , 2,{ \"a\" : null } ]", "[1,2,{\"a\":null}]\n"},
      {"-0 -0.0 0.0 1E5 1e16 1.50 0.00001 123456789012345678901234567890",
       "0\n-0.0\n0.0\n100000.0\n1e+16\n1.5\n1e-05\n123456789012345678901234567890\n"},
      {"5e-324 1.7976931348623157e308 0.1000000000000000055511151231257827",
       "5e-324\n1.7976931348623157e+308\n0.1\n"},
      {R"("\u0041\/\u00e9\ud83d\ude00\n\u000a\u001f\"\\")",
       "\"A/\u00e9\U0001F600\\n\\n\\u001f\\\"\\\\\"\n"},
      {R"("\uD800 \udc00\ud800")", R"("\ud800 \udc00\ud800")"
                                   "\n"},
      {R"("\ud800\ud83d\ude00")", "\"\\ud800\U0001F600\"\n"},
      {"{}{}[]\"a\"1 true\nfalse", "{}\n{}\n[]\n\"a\"\n1\ntrue\nfalse\n"},
      {"{\"a\":1}\n{\"a\":2}\n\n{\"a\":3}\r\n", "{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n"},
      {"\"" + std::string(200, 'x') + "\\/\"", "\"" + std::string(200, 'x') + "/\"\n"},
      {std::string(150, '9'), std::string(150, '9') + "\n"},
      {"0." + std::string(100, '3'), "0.3333333333333333\n"},
  };
  for (const row& r : rows)
    check_everywhere(r.input, with(form::compact), r.compact);
}

TEST_CASE("texts are written one element a line") {
  check_everywhere(
      "[1,{\"a\":[],\"b\":{}},[[]]] {} 2", with(form::pretty),
      "[\n  1,\n  {\n    \"a\": [],\n    \"b\": {}\n  },\n  [\n    []\n  ]\n]"
      "\n{}\n2\n");
  settings tabs = with(form::pretty);
  tabs.indent = "\t";
  check_everywhere("[[1]]", tabs, "[\n\t[\n\t\t1\n\t]\n]\n");
  settings none = with(form::pretty);
  none.indent = "";
  check_everywhere("[[1],2]", none, "[\n[\n1\n],\n2\n]\n");
  // Deeper than any indentation that is kept ready.
  std::string expected;
  for (std::size_t i = 0; i < 200; ++i)
    expected += std::string(2 * i, ' ') + "[\n";
  expected += std::string(400, ' ') + "1\n";
  for (std::size_t i = 200; i-- != 0;)
    expected += std::string(2 * i, ' ') + "]\n";
  CHECK(transcode(repeat("[", 200) + "1" + repeat("]", 200), with(form::pretty))
            .written == expected);
}

TEST_CASE("options change what is written") {
  settings ascii = with(form::compact);
  ascii.ascii = true;
  check_everywhere("[\"\u00e9\u6f22\U0001F600\x7f\", \"\\u00E9\\ud83d\\ude00\"]", ascii,
                   R"(["\u00e9\u6f22\ud83d\ude00\u007f","\u00e9\ud83d\ude00"])"
                   "\n");
  settings verbatim = with(form::compact);
  verbatim.verbatim = true;
  check_everywhere(R"([1.50, 1E5, -0, "\u0041\/", {"a":1, "a":2}])", verbatim,
                   R"([1.50,1E5,-0,"\u0041\/",{"a":1,"a":2}])"
                   "\n");
  settings nan = with(form::compact);
  nan.read.allow_nan = true;
  check_everywhere("[NaN, Infinity, -Infinity, -1, -0]", nan,
                   "[NaN,Infinity,-Infinity,-1,0]\n");
  const tests::transcoded checked = transcode("[1, 2] [3]", with(form::none));
  CHECK(checked.written.empty());
  CHECK(checked.outcome.texts == 2);
}

TEST_CASE("the last of equal keys wins and stands at the first one's place") {
  check_everywhere(R"([{"a":1,"b":{"c":[1],"c":{"d":0,"d":2}},"a":"x"},{"a":1}])",
                   with(form::compact),
                   R"([{"a":"x","b":{"c":{"d":2}}},{"a":1}])"
                   "\n");
  check_everywhere(R"({"a":1,"b":2,"\u0061":[3]})", with(form::pretty),
                   "{\n  \"a\": [\n    3\n  ],\n  \"b\": 2\n}\n");
  check_everywhere("{\"a\":1,\"a\":2}\n{\"a\":3}\n{\"a\":4,\"a\":5}\n",
                   with(form::compact), "{\"a\":2}\n{\"a\":3}\n{\"a\":5}\n");
  // Of any number: by pairs, by a table, and over many windows.
  for (const int count : {3, 20, 100, 3000}) {
    std::string object = "{";
    std::string expected = "{";
    for (int i = 0; i < count; ++i) {
      object += "\"k" + std::to_string(i) + "\":" + std::to_string(i) + ",";
      expected += (i == 0 ? "\"k0\":[]"
                          : ",\"k" + std::to_string(i) + "\":" + std::to_string(i));
    }
    for (const std::size_t window : windows) {
      CAPTURE(count);
      CAPTURE(window);
      const tests::transcoded done =
          transcode(object + "\"k0\":[]}", with(form::compact, window));
      CHECK(done.written == expected + "}\n");
      CHECK(done.outcome.duplicates == 1);
      REQUIRE(done.findings.size() == 1);
      CHECK(done.findings[0].first.offset == 1);
      CHECK(done.findings[0].at.offset == object.size());
      CHECK(done.findings[0].path == "$.k0");
      CHECK_FALSE(done.findings[0].refused);
    }
  }
}

TEST_CASE("a text before one that is wrong is written with the last of equal keys") {
  for (const std::string_view before : {"", "0\n", "0\n{\"y\":1,\"y\":2}\n[]\n"})
    for (const std::size_t behind : {0u, 80u})
      for (const std::size_t window : windows)
        for (const text::form form : {form::compact, form::pretty}) {
          CAPTURE(before);
          CAPTURE(behind);
          CAPTURE(window);
          const settings chosen = with(form, window);
          const std::string texts = std::string(before) + "{\"x\":1,\"x\":2}\n";
          const tests::transcoded done = transcode(
              texts + R"({"a":1,"b":+})" + std::string(behind, ' ') + texts, chosen);
          CHECK(done.outcome.ending == ending::invalid);
          CHECK(done.written == transcode(texts, chosen).written);
          CHECK(done.written.find('1') == std::string::npos);
        }
}

TEST_CASE("duplicate keys are refused or kept on request") {
  settings refusing = with(form::compact);
  refusing.duplicates = duplicates::error;
  settings keeping = refusing;
  keeping.duplicates = duplicates::keep;
  settings strict = with(form::compact);
  strict.strict = true;
  const std::string input = "[1]\n{\"x\": {\"a\":1,\n \"b\":2, \"a\":3}, \"c\":}";
  for (const settings& chosen : {refusing, strict}) {
    const tests::transcoded done = transcode(input, chosen);
    CHECK(done.outcome.ending == ending::invalid);
    CHECK(done.written == "[1]\n");
    REQUIRE(done.findings.size() == 1);
    CHECK(done.findings[0].code == errc::duplicate_key);
    CHECK(done.findings[0].refused);
    CHECK(done.findings[0].path == "$.x.a");
    CHECK(done.findings[0].at.line == 3);
    CHECK(done.findings[0].at.column == 9);
    CHECK(done.findings[0].first.line == 2);
    CHECK(done.findings[0].first.column == 8);
    CHECK(done.findings[0].record == 2);
  }
  check_everywhere("{\"a\":1,\"a\":2}", keeping, "{\"a\":1,\"a\":2}\n");
}

TEST_CASE("what looks like a key but is none counts for nothing") {
  for (const std::size_t window : windows) {
    const tests::transcoded in_array =
        transcode(R"({"a":["a":1]})", with(form::compact, window));
    REQUIRE(in_array.findings.size() == 1);
    CHECK(in_array.findings[0].code == errc::missing_comma);
    CHECK(in_array.findings[0].at.offset == 9);
  }
  // The string that lacks a colon is the first of the next 64 tokens.
  for (std::size_t fill = 0; fill < 130; ++fill) {
    const std::string input = "[" + repeat("1,", fill) + R"({"k":1,"l","m":{}}])";
    const tests::transcoded done = transcode(input, with(form::compact));
    CAPTURE(fill);
    REQUIRE(done.findings.size() == 1);
    CHECK(done.findings[0].at.offset == input.find(R"(,"m")"));
  }
}

TEST_CASE("a first value that has gone is an error") {
  settings chosen = with(form::compact);
  chosen.held = 1000;
  const std::string input = "{\"a\":1,\"b\":[" + repeat("1,", 100'000) + "1],\"a\":2}";
  const tests::transcoded done = transcode(input, chosen);
  CHECK(done.outcome.ending == ending::invalid);
  CHECK(done.outcome.cut_short);
  REQUIRE(done.findings.size() == 1);
  CHECK(done.findings[0].code == errc::duplicate_key);
  CHECK(done.findings[0].message.find("--duplicates keep") != std::string::npos);
  CHECK(done.findings[0].message.find("line 1, column 2") != std::string::npos);
  CHECK(done.findings[0].path == "$.a");
}

TEST_CASE("numbers that lose something are counted, or refused") {
  settings noting = with(form::compact);
  noting.note_lossy = true;
  const std::string input = "[1.0, 0.1, 1e2, 0.10000000000000001, "
                            "0.30000000000000004, 9007199254740993.0, 1e-400]";
  const tests::transcoded noted = transcode(input, noting);
  CHECK(noted.outcome.ending == ending::complete);
  CHECK(noted.outcome.lossy == 3);
  REQUIRE(noted.findings.size() == 1);
  CHECK(noted.findings[0].code == errc::lossy_number);
  CHECK(noted.findings[0].path == "$[3]");
  settings strict = with(form::none);
  strict.strict = true;
  const tests::transcoded refused = transcode(input, strict);
  CHECK(refused.outcome.ending == ending::invalid);
  REQUIRE(refused.findings.size() == 1);
  CHECK(refused.findings[0].at.offset == 16);
}

TEST_CASE("errors have their place and path, wherever windows end") {
  struct row {
    std::string input;
    errc code;
    std::uint64_t line, column, record;
    std::string path, written;
  };
  const row rows[] = {
      {"[1,]", errc::trailing_comma, 1, 3, 1, "$[0]", ""},
      {"{\"a\":\n {\"\u00e9\":[1, {\"c\":x}]}}", errc::invalid_literal, 2, 16, 1,
       "$.a[\"\u00e9\"][1].c", ""},
      {"[1] [2] [3", errc::unclosed_array, 1, 11, 3, "$[0]", "[1]\n[2]\n"},
      {"{\"a\":1}\n{\"a\":\"\n", errc::unclosed_string, 2, 6, 2, "$.a", "{\"a\":1}\n"},
      {"[1e400]", errc::number_out_of_range, 1, 2, 1, "$[0]", ""},
      {"\"a\" \"\\x\"", errc::invalid_escape, 1, 6, 2, "$", "\"a\"\n"},
      {"\"a\" \"\\u12x4\"", errc::invalid_unicode_escape, 1, 6, 2, "$", "\"a\"\n"},
      {"[\"\xC3\xA9\xFF\"]", errc::invalid_utf8, 1, 4, 1, "$[0]", ""},
      {"[01]", errc::leading_zero, 1, 2, 1, "$[0]", ""},
      {"12]", errc::missing_space, 1, 3, 1, "$", ""},
      {"[1]]", errc::missing_value, 1, 4, 2, "$", "[1]\n"},
      {"{\"a\":[1,2],\"b\":{},5}", errc::missing_key, 1, 19, 1, "$", ""},
      {"[NaN]", errc::nan_not_allowed, 1, 2, 1, "$[0]", ""},
      {"[1.50\"key\":2]", errc::missing_comma, 1, 6, 1, "$[0]", ""},
      {"1.50\"key\"", errc::missing_space, 1, 5, 1, "$", ""},
  };
  for (const row& r : rows)
    for (const std::size_t window : windows)
      for (const std::size_t piece : pieces)
        for (std::size_t lines = 0; lines < 140; lines += 7) {
          CAPTURE(r.input);
          CAPTURE(window);
          CAPTURE(piece);
          CAPTURE(lines);
          const tests::transcoded done = transcode(std::string(lines, '\n') + r.input,
                                                   with(form::compact, window), piece);
          REQUIRE(done.outcome.ending == ending::invalid);
          REQUIRE(done.findings.size() == 1);
          const finding& found = done.findings[0];
          CHECK(found.refused);
          REQUIRE(base::message(found.code) == base::message(r.code));
          CHECK(found.at.line == lines + r.line);
          CHECK(found.at.column == r.column);
          CHECK(found.path == r.path);
          CHECK(found.record == r.record);
          REQUIRE(done.written == r.written);
          CHECK(done.outcome.texts == r.record - 1);
        }
}

TEST_CASE("paths go through containers that were opened long ago") {
  const std::string filler = repeat("[0,{\"z\":[]}],", 500);
  const std::string input = "{\"first\":[" + filler +
                            "{\"second\":{\"third\":" + filler.substr(0, 0) + "[" +
                            filler + "{\"x\":1,\"y\":!";
  for (const std::size_t window : windows) {
    CAPTURE(window);
    const tests::transcoded done = transcode(input, with(form::none, window));
    REQUIRE(done.findings.size() == 1);
    CHECK(done.findings[0].path == "$.first[500].second.third[500].y");
    CHECK(done.findings[0].at.offset == input.size() - 1);
  }
  // A level takes one byte while it can, else more.
  std::string deep;
  std::string path = "$";
  for (std::size_t level = 0; level < 20; ++level) {
    const std::size_t index = level * level;
    deep += "[" + repeat("0,", index);
    path += "[" + std::to_string(index) + "]";
  }
  for (const std::size_t window : windows) {
    const tests::transcoded done = transcode(deep + "!", with(form::none, window));
    REQUIRE(done.findings.size() == 1);
    CHECK(done.findings[0].path == path);
  }
}

// Where a part of it has left, an error in it still has its place.
TEST_CASE("strings longer than windows leave in part") {
  const std::string plain = repeat("0123456789", 30);
  const std::string mixed = repeat(R"(x\u00e9\/\n\\\ud83d\ude00\ud800\u0001)", 40);
  const std::string written = repeat("x\u00e9/\\n\\\\\U0001F600\\ud800\\u0001", 40);
  const std::string tail = "é\xF0\x9F\x98\x80";
  struct row {
    std::string input;
    std::string compact;
  };
  const std::string quoted = "\"" + plain + tail + "\"";
  for (const row& r : {
           row{quoted, quoted + "\n"},
           row{quoted + quoted + "1", quoted + "\n" + quoted + "\n1\n"},
           row{"[" + quoted + " ," + quoted + ",1]",
               "[" + quoted + "," + quoted + ",1]\n"},
           row{"{" + quoted + ":" + quoted + "}", "{" + quoted + ":" + quoted + "}\n"},
           row{"[[1,\"" + mixed + "\"],{\"k\":\"" + mixed + "\"}]",
               "[[1,\"" + written + "\"],{\"k\":\"" + written + "\"}]\n"},
       })
    check_everywhere(r.input, with(form::compact), r.compact);
  check_everywhere("[" + quoted + "]\n" + quoted, with(form::pretty),
                   "[\n  " + quoted + "\n]\n" + quoted + "\n");
}

TEST_CASE("errors in strings of which a part has left have their place and path") {
  const std::string plain = repeat("0123456789", 30);
  struct row {
    std::string input;
    errc code;
    std::size_t offset;
    std::string path;
  };
  for (const row& r : {
           row{"[1,\"" + plain, errc::unclosed_string, 3, "$[1]"},
           row{"\"" + plain + "\n\"", errc::unclosed_string, 0, "$"},
           row{"{\"a\":[\"" + plain + "\\x\"]}", errc::invalid_escape, 307, "$.a[0]"},
           row{"{\"a\":\"" + plain + "\xFF\"}", errc::invalid_utf8, 306, "$.a"},
           row{"[\"" + plain + "\":1]", errc::missing_comma, 303, "$[0]"},
           row{"[1 \"" + plain + "\"]", errc::missing_comma, 3, "$[0]"},
       })
    for (const std::size_t window : windows)
      for (const form form : {form::none, form::compact, form::pretty}) {
        CAPTURE(r.input);
        CAPTURE(window);
        const tests::transcoded done = transcode(r.input, with(form, window));
        REQUIRE(done.findings.size() == 1);
        CHECK(done.written.empty());
        CHECK(done.findings[0].code == r.code);
        CHECK(done.findings[0].at.offset == r.offset);
        CHECK(done.findings[0].at.column == r.offset + 1);
        CHECK(done.findings[0].path == r.path);
      }
}

TEST_CASE("the depth limit is reported at the bracket that passes it") {
  for (const std::size_t window : windows) {
    settings chosen = with(form::compact, window);
    chosen.read.max_depth = 200;
    const std::string most = repeat("[", 200) + repeat("]", 200);
    CHECK(transcode(most, chosen).written == most + "\n");
    const tests::transcoded done = transcode("[" + most + "]", chosen);
    REQUIRE(done.findings.size() == 1);
    CHECK(done.findings[0].code == errc::too_deep);
    CHECK(done.findings[0].at.offset == 200);
  }
}

TEST_CASE("any depth that is allowed is safe") {
  settings chosen = with(form::compact);
  chosen.read.max_depth = 1'000'000;
  std::string deep;
  for (int i = 0; i < 500'000; ++i)
    deep += "[{\"a\":";
  const std::string end = repeat("}]", 500'000);
  const tests::transcoded done = transcode(deep + "1" + end, chosen);
  CHECK(done.outcome.ending == ending::complete);
  CHECK(done.written == deep + "1" + end + "\n");
  CHECK(transcode(deep + end, chosen).outcome.ending == ending::invalid);
}

TEST_CASE("a text is written whole or not at all while it can be held back") {
  const std::string records = repeat("{\"a\":1}\n", 20'000);
  tests::transcoded done = transcode(records + "{\"a\":1", with(form::compact));
  CHECK(done.written == records);
  CHECK(done.outcome.texts == 20'000);
  CHECK_FALSE(done.outcome.cut_short);
  settings chosen = with(form::compact);
  chosen.held = 100'000;
  const std::string array = "[" + repeat("123,", 20'000) + "x]";
  CHECK(transcode(array, chosen).written.empty());
  done = transcode("[" + repeat("123,", 40'000) + "x]", chosen);
  CHECK(done.outcome.cut_short);
  CHECK(done.written.size() > 100'000);
  CHECK(done.written.starts_with("[123,123,"));
}

TEST_CASE("complete texts leave before more is waited for") {
  class watched_source final : public source {
  public:
    explicit watched_source(const tests::memory_sink& to) : to_(to) {}
    int read(char* at, std::size_t, std::size_t& got) noexcept override {
      static constexpr std::string_view given[] = {"{\"a\": 1}\n", "\"b\"", " [",
                                                   "2] ",          "3",     " "};
      static constexpr std::string_view written[] = {"",
                                                     "{\"a\":1}\n",
                                                     "{\"a\":1}\n\"b\"\n",
                                                     "{\"a\":1}\n\"b\"\n",
                                                     "{\"a\":1}\n\"b\"\n[2]\n",
                                                     "{\"a\":1}\n\"b\"\n[2]\n"};
      got = 0;
      if (next_ == std::size(given))
        return 0;
      in_time = in_time && to_.written == written[next_];
      got = given[next_].size();
      std::memcpy(at, given[next_++].data(), got);
      return 0;
    }
    bool may_wait() const noexcept override { return true; }
    bool in_time = true;

  private:
    const tests::memory_sink& to_;
    std::size_t next_ = 0;
  };
  tests::memory_sink to;
  watched_source from(to);
  tests::memory_listener notes;
  transcoder engine(with(form::compact));
  const outcome done = engine.run(from, to, notes);
  CHECK(done.ending == ending::complete);
  CHECK(done.texts == 4);
  CHECK(from.in_time);
  CHECK(to.written == "{\"a\":1}\n\"b\"\n[2]\n3\n");
}

TEST_CASE("lines with errors are passed over on request") {
  settings chosen = with(form::compact);
  chosen.on_error = on_error::skip;
  for (const std::size_t window : windows)
    for (const std::size_t piece : pieces) {
      chosen.window = window;
      const tests::transcoded done = transcode("{\"a\":1}\n{\"a\":\n[2]\nx\n\n3 4 ]" +
                                                   std::string(300, ' ') + "\n\"z\"\n[",
                                               chosen, piece);
      CAPTURE(window);
      CAPTURE(piece);
      CHECK(done.outcome.ending == ending::complete);
      CHECK(done.outcome.refused == done.findings.size());
      REQUIRE(done.findings.size() == 3);
      CHECK(done.findings[0].at.line == 4);
      CHECK(done.findings[1].at.line == 6);
      CHECK(done.findings[2].at.line == 8);
      CHECK(done.written == "{\"a\":1}\n3\n4\n\"z\"\n");
      CHECK(done.outcome.texts == 4);
    }
}

TEST_CASE("a line that ends in half a character leaves the next one alone") {
  settings chosen = with(form::compact);
  chosen.on_error = on_error::skip;
  for (const std::string half : {"\"\xE2", "\"\xF0\x9F", "\"\xF8", "[\xC3", "\"\xE2\n"})
    for (const std::size_t window : windows)
      for (const std::size_t piece : pieces)
        for (std::size_t shift = 0; shift < 66; shift += 5) {
          chosen.window = window;
          const tests::transcoded done = transcode(
              std::string(shift, ' ') + half + "\n[\"\u00e9\"]\n", chosen, piece);
          CAPTURE(half);
          CAPTURE(window);
          CAPTURE(piece);
          CAPTURE(shift);
          CHECK(done.written == "[\"\u00e9\"]\n");
          CHECK(done.findings.size() == 1);
        }
}

TEST_CASE("lines behind a byte order mark may come byte by byte") {
  // Nothing may be kept from before the mark once it was skipped.
  for (std::size_t piece = 1; piece < 60; ++piece) {
    text::settings chosen = with(form::compact);
    chosen.window = 64;
    const std::string text = "\xEF\xBB\xBF\n" + std::string(piece, '\n') + "[1]";
    CHECK(transcode(text, chosen, piece).written == "[1]\n");
  }
}

TEST_CASE("a byte order mark may stand at the start only") {
  CHECK(transcode("\xEF\xBB\xBF[1]", with(form::compact)).written == "[1]\n");
  const tests::transcoded done = transcode("[1] \xEF\xBB\xBF[2]", with(form::compact));
  REQUIRE(done.findings.size() == 1);
  CHECK(done.findings[0].code == errc::missing_value);
  CHECK(done.findings[0].at.column == 5);
}

TEST_CASE("the input's first bytes alone tell UTF-16, wherever windows end") {
  struct row {
    std::string input;
    errc code;
    std::uint64_t offset;
    std::uint64_t record;
  };
  const auto with_zeros = [](std::string text) {
    std::replace(text.begin(), text.end(), '0', '\0');
    return text;
  };
  const row rows[] = {
      {"0]ab", errc::utf16_text, 0, 1},
      {"\n0[0]0", errc::utf16_text, 0, 1},
      {"00", errc::utf16_text, 0, 1},
      {"00]", errc::missing_value, 0, 1},
      {"1000", errc::utf32_text, 0, 1},
      {"[0]0", errc::utf16_text, 0, 1},
      {"\xFF\xFE[0", errc::utf16_text, 0, 1},
      {"\t\r 0]", errc::missing_value, 3, 1},
      {"12\n0]ab", errc::missing_value, 3, 2},
      {"\n\n0]ab", errc::missing_value, 2, 1},
      {"[]0]ab", errc::missing_value, 2, 2},
      {"\xEF\xBB\xBF"
       "0]ab",
       errc::missing_value, 3, 1},
  };
  for (const row& r : rows)
    for (const std::size_t window : windows)
      for (const std::size_t piece : pieces) {
        const tests::transcoded done =
            transcode(with_zeros(r.input), with(form::compact, window), piece);
        CAPTURE(r.input);
        CAPTURE(window);
        CAPTURE(piece);
        REQUIRE(done.outcome.ending == ending::invalid);
        REQUIRE(done.findings.size() == 1);
        CHECK(done.findings[0].code == r.code);
        CHECK(done.findings[0].at.offset == r.offset);
        CHECK(done.findings[0].record == r.record);
      }
}

TEST_CASE("lines behind a start that is UTF-16 are read on request") {
  settings chosen = with(form::compact, 64);
  chosen.on_error = on_error::skip;
  const std::string input("\0[\n[1]\n\0\0\n2\n", 12);
  for (const std::size_t piece : pieces) {
    const tests::transcoded done = transcode(input, chosen, piece);
    CHECK(done.written == "[1]\n2\n");
    REQUIRE(done.findings.size() == 2);
    CHECK(done.findings[0].code == errc::utf16_text);
    CHECK(done.findings[1].code == errc::missing_value);
    CHECK(done.findings[1].at.line == 3);
  }
}

TEST_CASE("line breaks are counted to the end, behind errors too") {
  settings skip = with(form::compact);
  skip.on_error = on_error::skip;
  for (const std::size_t window : windows)
    for (const std::size_t piece : pieces) {
      skip.window = window;
      CHECK(transcode("", skip, piece).outcome.lines == 0);
      CHECK(transcode("\n\n", skip, piece).outcome.lines == 2);
      CHECK(transcode("[1,\n2]\n\n3 ", skip, piece).outcome.lines == 3);
      CHECK(transcode("]\n[\"\u00e9\",\n\n\"" + std::string(300, 'x') + "\"]\n", skip,
                      piece)
                .outcome.lines == 4);
      CHECK(transcode("[1]\n[tru\n[2]\nx", skip, piece).outcome.lines == 3);
    }
}

TEST_CASE("bytes that are lent are read where they lie, and stay as they are") {
  std::string lines = "\n\n";
  for (int i = 0; i < 300; ++i)
    lines += "{\"id\":" + std::to_string(i) + ",\"x\":[1.50,\"\\u00e9\"]}\n";
  const std::string inputs[] = {lines,
                                lines + "[1,2",
                                lines + "\"" + lines,
                                "",
                                "1",
                                lines + "{\"a\":1,\"a\":2}"};
  for (const std::string& input : inputs)
    for (const form chosen : {form::none, form::compact, form::pretty})
      for (const std::size_t window : windows)
        for (const std::size_t rest :
             std::initializer_list<std::size_t>{0, 1, 70, 5000}) {
          settings settings = with(chosen);
          settings.window = window;
          tests::lent_source from(input, rest);
          const std::string before(from.lent());
          const tests::transcoded here = tests::transcode_from(from, settings);
          const tests::transcoded there = transcode(input, settings);
          CHECK(from.lent() == before);
          CHECK(here.written == there.written);
          CHECK(here.outcome.ending == there.outcome.ending);
          CHECK(here.outcome.texts == there.outcome.texts);
          CHECK(here.outcome.lines == there.outcome.lines);
          if (here.outcome.ending == ending::complete)
            CHECK(here.outcome.bytes_read == input.size());
          REQUIRE(here.findings.size() == there.findings.size());
          for (std::size_t i = 0; i < here.findings.size(); ++i) {
            CHECK(here.findings[i].message == there.findings[i].message);
            CHECK(here.findings[i].at.offset == there.findings[i].at.offset);
            CHECK(here.findings[i].at.line == there.findings[i].at.line);
            CHECK(here.findings[i].line_text == there.findings[i].line_text);
          }
        }
}

TEST_CASE("who passes over what is wrong is lent nothing") {
  settings skip = with(form::compact);
  skip.on_error = on_error::skip;
  tests::lent_source from("[1]\n[2", 7); // all is read
  CHECK(tests::transcode_from(from, skip).written == "[1]\n");
}

TEST_CASE("failures of input and output end the run") {
  tests::memory_source broken("[1]\n[2", 0, EIO);
  tests::memory_sink to;
  tests::memory_listener notes;
  transcoder engine(with(form::compact));
  outcome done = engine.run(broken, to, notes);
  CHECK(done.ending == ending::not_readable);
  CHECK(done.error == EIO);
  CHECK(to.written == "");
  tests::memory_source fine("[1]\n[2]", 0);
  tests::memory_sink full(3);
  done = engine.run(fine, full, notes);
  CHECK(done.ending == ending::not_writable);
  CHECK(done.error == ENOSPC);
  CHECK(notes.all.empty());
}

TEST_CASE("an engine serves one input after another") {
  transcoder engine(with(form::pretty));
  for (int i = 0; i < 3; ++i) {
    tests::memory_sink to;
    tests::memory_listener notes;
    tests::memory_source wrong("[{\"a\":", 0);
    CHECK(engine.run(wrong, to, notes).ending == ending::invalid);
    tests::memory_source right("{\"a\":[]}", 0);
    CHECK(engine.run(right, to, notes).texts == 1);
    CHECK(to.written == "{\n  \"a\": []\n}\n");
    CHECK(notes.all.size() == 1);
  }
}

} // namespace
} // namespace krait::text
