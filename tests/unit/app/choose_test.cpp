// Who does what.
// SPDX-License-Identifier: Apache-2.0
#include "app/engine/choose.hpp"

#include <doctest/doctest.h>

using namespace krait;

TEST_CASE("the text engine is taken unless the other one is named") {
  app::transcode_options options;
  CHECK_FALSE(app::choose_engine(options).python);
  options.sort_keys = true;
  CHECK_FALSE(app::choose_engine(options).python);
  options.reading.engine = app::engine_choice::text;
  CHECK_FALSE(app::choose_engine(options).python);
  CHECK(app::choose_engine(options).refusal.empty());
  options.reading.engine = app::engine_choice::python;
  CHECK(app::choose_engine(options).python);
  CHECK(app::choose_engine(options).refusal.empty());
}

TEST_CASE("what the python engine lacks is refused in words") {
  app::transcode_options options;
  options.reading.engine = app::engine_choice::python;
  options.verbatim = true;
  CHECK(app::choose_engine(options).refusal.find("--verbatim") != std::string::npos);
  app::check_options check;
  check.reading.engine = app::engine_choice::python;
  check.reading.on_error = text::on_error::skip;
  CHECK(app::choose_engine(check).refusal.find("--on-error skip") != std::string::npos);
}
