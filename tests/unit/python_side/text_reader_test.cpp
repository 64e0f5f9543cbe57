// The walk over texts, with an engine that only counts brackets.
// SPDX-License-Identifier: Apache-2.0
#include "app/python_side/text_reader.hpp"

#include <stdexcept>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "io/descriptor.hpp"
#include "unit/io/temporary_folder.hpp"
#include "json/diagnosis.hpp"

using namespace krait;
using namespace std::string_view_literals;
using step = app::text_reader::step;

namespace {

// Texts are [ ], "..." or digits; written as they are. ASCII is what it takes for
// valid.
class toy_engine final : public app::engine {
public:
  json::limits limits() const noexcept override { return {}; }
  std::size_t valid_utf8_prefix(std::string_view bytes) const noexcept override {
    std::size_t valid = 0;
    while (valid < bytes.size() && static_cast<unsigned char>(bytes[valid]) < 0x80)
      ++valid;
    return valid;
  }
  base::status transcode(std::string_view text, std::size_t& consumed,
                         base::output_buffer* out) override {
    CHECK(text.data()[text.size()] == '\0');
    if (text.starts_with("[]"))
      consumed = 2;
    else if (text.starts_with('"'))
      consumed = text.find('"', 1) + 1; // 0: not closed
    else
      consumed = std::min(text.find_first_not_of("0123456789"), text.size());
    if (out != nullptr && !out->append(text.substr(0, consumed + 1)))
      throw std::bad_alloc{};
    if (out != nullptr && consumed != 0)
      out->advance_to(out->cursor() - (consumed < text.size() ? 1 : 0));
    return consumed == 0 ? base::status{base::errc::malformed, 0} : base::status{};
  }
};

struct opened_text {
  explicit opened_text(std::string_view content) {
    test::write_file(folder / "in", content);
    REQUIRE(io::open_to_read((folder / "in").c_str(), file).ok());
  }
  test::temporary_folder folder;
  io::descriptor file;
};

// All that can be read, each text with a bar behind it, then how it ended.
std::string walk(std::string_view content) {
  const opened_text opened(content);
  toy_engine engine;
  app::text_reader reader("name", opened.file.number(), {});
  base::heap_buffer out;
  for (;;) {
    switch (reader.next()) {
    case step::read: REQUIRE(reader.read_more().ok()); break;
    case step::end: return std::string(out.view()) + "end";
    case step::text:
      if (!reader.transcode(engine, &out))
        return std::string(out.view()) + reader.explain({});
      REQUIRE(out.append('|'));
    }
  }
}

} // namespace

TEST_CASE("texts are found one after another") {
  struct row {
    std::string_view content, walked;
  };
  for (const row& r : {
           row{"", "end"},
           row{" \n", "end"},
           row{"[]", "[]|end"},
           row{" [] 12\n\"a\"\"b\"[] ", "[]|12|\"a\"|\"b\"|[]|end"},
           row{"\xEF\xBB\xBF 7", "7|end"},
       }) {
    CAPTURE(r.content);
    CHECK(walk(r.content) == r.walked);
  }
}

TEST_CASE("a fault is explained at its place, and what came before it stays") {
  struct row {
    std::string_view content, walked;
  };
  for (const row& r : {
           row{"[] x", "[]|name:1:4: invalid literal 'x'\n    [] x\n       ^\n"
                       "  in record 2, $\n"},
           row{"1\n\n \"\n", "1|name:3:2: string is not closed on its line\n"
                             "     \"\n     ^\n  in record 2, $\n"},
           row{"\"a\"\xFF", "\"a\"|name:1:4: invalid UTF-8\n    \"a\"\\xFF\n       ^\n"
                            "  in record 2, $\n"},
           row{"[]\n\xEF\xBB\xBF[]",
               "[]|name:2:1: a byte order mark may stand at the start "
               "of the input only\n    <U+FEFF>[]\n    ^\n"
               "  in record 2, $\n"},
           row{"\n\0[\0"sv, "name:1:1: the text is UTF-16; only UTF-8 is supported\n"},
           row{"[] \0["sv, "[]|name:1:4: a value is expected here, not \\u0000\n"
                           "    [] ^@[\n       ^\n  in record 2, $\n"},
       }) {
    CAPTURE(r.content);
    CHECK(walk(r.content) == r.walked);
  }
}

TEST_CASE("a number that only the bad byte behind it ends is not taken") {
  CHECK(walk("12\xFF").starts_with("name:1:3: "));
}

TEST_CASE("a refused text that the exact reader accepts is an internal fault") {
  const opened_text opened("{}");
  toy_engine engine;
  app::text_reader reader("name", opened.file.number(), {});
  REQUIRE(reader.next() == step::read);
  REQUIRE(reader.read_more().ok());
  REQUIRE(reader.next() == step::text);
  REQUIRE_FALSE(reader.transcode(engine, nullptr));
  CHECK_THROWS_AS(reader.explain({}), std::logic_error);
}
