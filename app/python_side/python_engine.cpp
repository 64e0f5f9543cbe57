// The engine that makes Python objects of a text, and a text of those.
// SPDX-License-Identifier: Apache-2.0
#include "pyhost/transcoder.hpp"

#include "app/python_side/engine.hpp"
#include "app/python_side/python_process.hpp"
#include "timing/stopwatch.hpp"

namespace krait::app {
namespace {

class python_engine final : public engine {
public:
  explicit python_engine(const engine_options& options)
      : options_(options), transcoder_(*new pyhost::transcoder(running_python())) {}

  json::limits limits() const noexcept override {
    json::limits limits;
    limits.max_integer_digits = pyhost::max_integer_digits;
    return limits;
  }

  std::size_t valid_utf8_prefix(std::string_view bytes) const noexcept override {
    const timing::lap lap(loads());
    return pyhost::valid_utf8_prefix(bytes);
  }

  base::status transcode(std::string_view text, std::size_t& consumed,
                         base::output_buffer* out) override {
    const base::status read = load(text, consumed);
    if (read.ok() && out != nullptr)
      dump(*out);
    return read;
  }

private:
  timing::phase* loads() const noexcept {
    return options_.times == nullptr ? nullptr : &options_.times->loads;
  }

  base::status load(std::string_view text, std::size_t& consumed) {
    const timing::lap lap(loads());
    const base::status read = transcoder_.load(text, options_.read, consumed);
    if (options_.times != nullptr && read.ok())
      options_.times->loads.bytes += consumed;
    return read;
  }

  void dump(base::output_buffer& out) {
    timing::phase* const dumps =
        options_.times == nullptr ? nullptr : &options_.times->dumps;
    const std::size_t before = out.size();
    const timing::lap lap(dumps);
    transcoder_.dump(options_.write, out);
    if (dumps != nullptr)
      dumps->bytes += out.size() - before;
  }

  engine_options options_;
  // Never destroyed: it holds the last document, and taking a big one to pieces before
  // the process ends would cost a tenth of reading it.
  pyhost::transcoder& transcoder_;
};

} // namespace

std::unique_ptr<engine> make_python_engine(const engine_options& options) {
  return std::make_unique<python_engine>(options);
}

} // namespace krait::app
