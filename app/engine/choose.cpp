// What each engine cannot do.
// SPDX-License-Identifier: Apache-2.0
#include "app/engine/choose.hpp"

namespace krait::app {
namespace {

// What the python engine lacks, as it is written on the command line; empty: nothing.
std::string missing_in_python(const reading_options& reading) {
  if (reading.duplicates == text::duplicates::keep)
    return "--duplicates keep"; // a dict has a key once
  if (reading.on_error == text::on_error::skip)
    return "--on-error skip";
  return {};
}

engine_decision python_or_refusal(const std::string& missing) {
  if (missing.empty())
    return {true, {}};
  return {true, "--engine python: the python engine has no " + missing};
}

} // namespace

engine_decision choose_engine(const transcode_options& options) {
  if (options.reading.engine != engine_choice::python)
    return {};
  return python_or_refusal(options.verbatim ? "--verbatim"
                                            : missing_in_python(options.reading));
}

engine_decision choose_engine(const check_options& options) {
  if (options.reading.engine != engine_choice::python)
    return {};
  return python_or_refusal(options.json ? "--json"
                                        : missing_in_python(options.reading));
}

} // namespace krait::app
