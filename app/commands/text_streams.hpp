// The text engine's ends: an input and the output as it wants to see them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "app/commands/phases.hpp"
#include "io/input_reader.hpp"
#include "io/output_file.hpp"
#include "text/transcoder.hpp"

namespace krait::app {

// Notes where an input without any text ends, as nobody else knows that place.
class blank_watch {
public:
  void look_at(std::string_view bytes) noexcept;
  // All bytes so far were white space.
  bool blank() const noexcept { return blank_; }
  std::uint64_t line() const noexcept { return lines_ + 1; }
  std::uint64_t column() const noexcept { return columns_ + 1; }

private:
  bool blank_ = true;
  bool started_ = false;
  std::uint64_t lines_ = 0;
  std::uint64_t columns_ = 0;
};

// Bytes that were read before, then the rest of an input.
class text_source final : public text::source {
public:
  // `before` was read, and looked at, already; lent, as all else. `times` may be null.
  text_source(std::string_view before, io::input_reader& input, blank_watch& watch,
              phases* times) noexcept
      : before_(before), input_(input), watch_(watch), times_(times) {}

  int read(char* to, std::size_t room, std::size_t& got) noexcept override;
  bool may_wait() const noexcept override {
    return before_.empty() && input_.may_wait();
  }

private:
  std::string_view before_;
  io::input_reader& input_;
  blank_watch& watch_;
  phases* times_;
};

// Bytes that are there; lent. `roomy`, if not null: the same bytes, where an engine
// finds the room around them that it wants.
class memory_source final : public text::source {
public:
  explicit memory_source(std::string_view bytes, char* roomy = nullptr) noexcept
      : rest_(bytes), roomy_(roomy) {}

  char* lend(std::size_t& size) noexcept override;
  int read(char* to, std::size_t room, std::size_t& got) noexcept override;
  bool may_wait() const noexcept override { return false; }

private:
  std::string_view rest_;
  char* roomy_;
};

class text_sink final : public text::sink {
public:
  text_sink(io::output_file& output, phases* times) noexcept
      : output_(output), times_(times) {}

  int write(std::string_view bytes) noexcept override;

private:
  io::output_file& output_;
  phases* times_;
};

} // namespace krait::app
