// Finds where JSON texts end in bytes that arrive piece by piece.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace krait::io {

// Says how far it is safe to parse before more has been read; it judges nothing. It
// knows brackets (of either kind), strings, and that at the top level white space ends
// a number or literal. What cannot be JSON whatever follows (a bracket closed that was
// never opened, a control character in a string) is handed over at once, so that the
// error is reported now and not when the input ends. Every byte is looked at once.
class text_splitter {
public:
  // `piece` follows the bytes of the calls before. Returns the offset in it up to which
  // all texts are complete: 0 if nothing new is.
  std::size_t scan(std::string_view piece) noexcept;

private:
  enum class state : std::uint8_t { between, scalar, nested, string, escape, hopeless };

  std::size_t skip_string(std::string_view piece, std::size_t at) noexcept;
  state after_string() const noexcept {
    return depth_ == 0 ? state::between : state::nested;
  }
  bool step_between(char byte) noexcept;
  bool step_scalar(char byte) noexcept;
  bool step_nested(char byte) noexcept;
  bool step(char byte) noexcept;

  std::size_t depth_ = 0;
  state state_ = state::between;
};

} // namespace krait::io
