// The state machine: one step a byte, short cuts inside strings.
// SPDX-License-Identifier: Apache-2.0
#include "io/text_splitter.hpp"

namespace krait::io {
namespace {

bool is_space(char byte) noexcept {
  return byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r';
}

bool ends_plain_run(char byte) noexcept {
  return byte == '"' || byte == '\\' || static_cast<unsigned char>(byte) < 0x20;
}

} // namespace

std::size_t text_splitter::scan(std::string_view piece) noexcept {
  if (state_ == state::hopeless)
    return piece.size();
  std::size_t complete = 0;
  for (std::size_t at = 0; at < piece.size(); ++at) {
    if (state_ == state::string && (at = skip_string(piece, at)) == piece.size())
      break;
    if (step(piece[at]))
      complete = at + 1;
    if (state_ == state::hopeless)
      break; // up to the hopeless byte: what follows it does not matter any more
  }
  return complete;
}

std::size_t text_splitter::skip_string(std::string_view piece,
                                       std::size_t at) noexcept {
  while (at < piece.size() && !ends_plain_run(piece[at]))
    ++at;
  return at;
}

// True: with this byte everything so far is complete.
bool text_splitter::step(char byte) noexcept {
  switch (state_) {
  case state::between: return step_between(byte);
  case state::scalar: return step_scalar(byte);
  case state::nested: return step_nested(byte);
  case state::escape: state_ = state::string; return false;
  case state::string:
    if (byte == '\\')
      state_ = state::escape;
    else // a quote, or a control character that no string can hold
      state_ = byte == '"' ? after_string() : state::hopeless;
    return state_ == state::between || state_ == state::hopeless;
  case state::hopeless: break;
  }
  return true;
}

bool text_splitter::step_between(char byte) noexcept {
  switch (byte) {
  case ' ':
  case '\t':
  case '\n':
  case '\r': return true;
  case '"': state_ = state::string; return false;
  case '[':
  case '{':
    state_ = state::nested;
    depth_ = 1;
    return false;
  case ']':
  case '}': state_ = state::hopeless; return true;
  default: state_ = state::scalar; return false;
  }
}

bool text_splitter::step_scalar(char byte) noexcept {
  if (is_space(byte)) {
    state_ = state::between;
    return true;
  }
  if (byte != '"' && byte != '[' && byte != '{' && byte != ']' && byte != '}')
    return false;
  state_ = state::hopeless; // a number or literal with no space behind it
  return true;
}

bool text_splitter::step_nested(char byte) noexcept {
  switch (byte) {
  case '"': state_ = state::string; return false;
  case '[':
  case '{': ++depth_; return false;
  case ']':
  case '}':
    if (--depth_ != 0)
      return false;
    state_ = state::between;
    return true;
  default: return false;
  }
}

} // namespace krait::io
