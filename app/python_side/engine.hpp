// What the commands ask of an engine: read a text, and write it again.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "app/commands/phases.hpp"
#include "base/output_buffer.hpp"
#include "base/status.hpp"
#include "json/diagnosis.hpp"
#include "json/options.hpp"

namespace krait::app {

struct engine_options {
  json::read_options read;
  json::write_options write;
  phases* times = nullptr; // null: nobody asked
};

// An engine's verdict on a text is coarse: json::diagnose() explains it, given
// limits().
class engine {
public:
  engine() = default;
  virtual ~engine() = default;
  engine(const engine&) = delete;
  engine& operator=(const engine&) = delete;

  virtual json::limits limits() const noexcept = 0;
  // How many bytes from the start are valid UTF-8.
  virtual std::size_t valid_utf8_prefix(std::string_view bytes) const noexcept = 0;
  // Reads the text at the start of `text`: valid UTF-8, followed by a zero byte.
  // `consumed` is the offset behind it. Appends the text as the options say to `out`,
  // where that is not null. Throws where memory or Python fails.
  virtual base::status transcode(std::string_view text, std::size_t& consumed,
                                 base::output_buffer* out) = 0;
};

// Starts the interpreter, unless it runs already. Throws pyhost::start_failure.
std::unique_ptr<engine> make_python_engine(const engine_options& options);

} // namespace krait::app
