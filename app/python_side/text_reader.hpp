// Walks over the JSON texts of one input, whether it is there at once or trickles in.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "app/commands/findings.hpp"
#include "app/python_side/engine.hpp"
#include "base/output_buffer.hpp"
#include "io/text_input.hpp"

namespace krait::app {

// The caller's loop:
//
//   switch (reader.next()) {
//   case step::read: flush what is waiting if reader.may_block(); reader.read_more();
//   ... case step::text: if (!reader.transcode(engine, &out)) say(reader.explain(...));
//   ... case step::end: ...
//   }
class text_reader {
public:
  enum class step { read, text, end };

  // `number` is a descriptor, lent; `name` is for messages.
  text_reader(std::string_view name, int number, const engine_options& options)
      : name_(name), options_(options), input_(number) {}

  step next() noexcept;
  io::result read_more() noexcept;
  bool may_block() const noexcept { return input_.may_block(); }
  // Texts that were valid so far.
  std::size_t count() const noexcept { return count_; }

  // What has been read and not yet consumed; texts are complete in it.
  std::string_view rest() const noexcept { return input_.ready(); }

  // The next text by way of `engine`. False: it is not valid, `out` is as it was, and
  // explain() says why; the reader is of no further use then.
  bool transcode(engine& engine, base::output_buffer* out);
  // The text that transcode() has just done, and what lies before it. Valid until
  // read_more().
  std::string_view last_text() const noexcept { return last_text_; }
  place_base before_last_text() const noexcept;
  // The line of a byte of the last text, as far as it is held; `offset` becomes that in
  // the line.
  std::string_view line_of_last_text(std::size_t& offset) const noexcept;
  // The diagnostic for the place where the reader stands.
  std::string explain(const json::limits& limits);

private:
  void validate(const engine& engine);
  // Then there is no first text: one of the first two bytes is none of JSON's.
  bool refuses_encoding() const noexcept {
    return count_ == 0 && input_.wide_encoding() != base::errc::ok;
  }
  bool stops_at_bad_byte(std::size_t consumed) const noexcept;
  json::diagnosis diagnose(const json::limits& limits);

  std::string name_;
  engine_options options_;
  io::text_input input_;
  // What the engine may see of input_.ready(): all of it, or what comes before the
  // first byte that is no UTF-8; then it is a copy, as a zero byte must stand behind
  // it.
  std::string_view valid_;
  std::string valid_copy_;
  bool validated_ = false;
  std::string_view last_text_;
  std::size_t count_ = 0;
};

} // namespace krait::app
