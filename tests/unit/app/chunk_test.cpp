// Chunks: what holds of one alone, and what does not.
// SPDX-License-Identifier: Apache-2.0
#include "app/commands/chunk.hpp"

#include <string>

#include <doctest/doctest.h>

#include "app/commands/chunk_pool.hpp"

using namespace krait;

namespace {

void fill(app::chunk& to, std::string_view content, bool first, bool last) {
  to.clear();
  to.used = content.copy(to.begin(), app::chunk::size);
  to.first = first;
  to.last = last;
}

text::settings compact_settings() {
  text::settings settings;
  settings.form = text::form::compact;
  return settings;
}

} // namespace

TEST_CASE("whole texts stand alone; what goes on or is wrong does not") {
  struct row {
    std::string_view content;
    bool stands; // stopping at the first error
    bool skips;  // passing over errors
  };
  text::transcoder stopping(compact_settings());
  text::settings skip = compact_settings();
  skip.on_error = text::on_error::skip;
  text::transcoder skipping(skip);
  for (const row& r : {row{"[1]\n[2]\n", true, true}, row{"\n\n", true, true},
                       row{"[1]\n[2,\n", false, false}, row{"{\"a\":\n", false, false},
                       row{"[tru]\n[2]\n", false, true}, row{"]\n[2]\n", false, true},
                       row{"\xEF\xBB\xBF[1]\n[2]\n", false, true}}) {
    CAPTURE(r.content);
    app::chunk work;
    fill(work, r.content, false, false);
    work.run(stopping);
    CHECK_FALSE(work.failure);
    CHECK(work.stands_alone(text::on_error::stop) == r.stands);
    fill(work, r.content, false, false);
    work.run(skipping);
    CHECK(work.stands_alone(text::on_error::skip) == r.skips);
  }
}

TEST_CASE("a byte order mark is dropped at the start of an input only") {
  text::transcoder engine(compact_settings());
  app::chunk work;
  for (const bool first : {true, false}) {
    fill(work, "\xEF\xBB\xBF[1]\n", first, true);
    work.run(engine);
    CHECK(work.stands_alone(text::on_error::stop) == first);
    CHECK(work.output == (first ? "[1]\n" : ""));
  }
}

TEST_CASE("zero bytes tell an encoding at the start of an input only") {
  text::settings skip = compact_settings();
  skip.on_error = text::on_error::skip;
  text::transcoder engine(skip);
  app::chunk work;
  const std::string_view content("\0]\n[1]\n", 7);
  for (const bool first : {true, false}) {
    fill(work, content, first, false);
    work.run(engine);
    CHECK(work.stands_alone(text::on_error::skip));
    REQUIRE(work.findings.size() == 1);
    CHECK(work.findings[0].code ==
          (first ? base::errc::utf16_text : base::errc::missing_value));
  }
  fill(work, content.substr(0, 3), true, false); // what comes behind it counts, too
  work.run(engine);
  CHECK_FALSE(work.stands_alone(text::on_error::skip));
}

TEST_CASE("a pool runs every chunk, whatever the order of waiting") {
  app::chunk_pool pool(compact_settings(), 3);
  std::vector<app::chunk> work(20);
  for (std::size_t i = 0; i < work.size(); ++i) {
    fill(work[i], "[" + std::to_string(i) + " ]\n\n", i == 0, false);
    pool.submit(work[i]);
  }
  for (std::size_t i = work.size(); i-- > 0;) {
    pool.wait(work[i]);
    CHECK(work[i].output == "[" + std::to_string(i) + "]\n");
    CHECK(work[i].lines() == 2);
    CHECK(work[i].outcome.texts == 1);
  }
}

TEST_CASE("a pool may end with work that nobody waits for") {
  std::vector<app::chunk> work(8);
  app::chunk_pool pool(compact_settings(), 2);
  for (app::chunk& next : work) {
    fill(next, "[1]\n", false, false);
    pool.submit(next);
  }
  CHECK(work.size() == 8);
}
