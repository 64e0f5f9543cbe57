// Reading loops, and the window over what was read.
// SPDX-License-Identifier: Apache-2.0
#include "io/text_input.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "base/byte_order_mark.hpp"
#include "base/input_start.hpp"
#include "base/position.hpp"

namespace krait::io {
namespace {

constexpr std::size_t pipe_piece = std::size_t{64} << 10; // what a Linux pipe holds
constexpr std::size_t file_piece = std::size_t{1} << 20;
// Bytes of the line before the next text that stay, so that a diagnostic can show them.
constexpr std::size_t kept_context = 1024;

bool continues_code_point(char byte) noexcept {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

} // namespace

text_input::~text_input() { std::free(bytes_); }

result text_input::read_more() noexcept {
  if (!started_)
    return start();
  unmark_safe();
  return read_pieces();
}

result text_input::start() noexcept {
  started_ = true;
  reader_ = input_reader(number_);
  may_block_ = reader_.may_wait();
  if (!may_block_ && reader_.expected() <= largest_)
    return read_whole(static_cast<std::size_t>(reader_.expected()));
  if (result got = read_first_piece(); !got.ok())
    return got;
  look_at_start();
  const std::size_t complete = splitter_.scan({bytes_ + begin_, end_ - begin_});
  if (complete == 0 && !at_end_)
    return read_pieces();
  mark_safe(at_end_ ? end_ : begin_ + complete);
  return {};
}

// The size is a guess: files of /proc have none.
result text_input::read_whole(std::size_t expected) noexcept {
  if (result made = make_room(expected + 1); !made.ok())
    return made;
  while (!at_end_)
    if (result got = read_piece(1); !got.ok())
      return got;
  look_at_start();
  mark_safe(end_);
  return {};
}

// Enough to know the encoding, and a byte order mark, which the splitter must not see.
result text_input::read_first_piece() noexcept {
  const std::size_t piece = may_block_ ? pipe_piece : file_piece;
  do
    if (result got = read_piece(piece); !got.ok())
      return got;
  while (!at_end_ && base::is_start_open({bytes_, end_}));
  return {};
}

result text_input::read_pieces() noexcept {
  const std::size_t piece = may_block_ ? pipe_piece : file_piece;
  drop_consumed();
  std::size_t safe = next_;
  // What lies behind safe_ was scanned when it came; only new bytes are looked at.
  while (safe == next_ && !at_end_) {
    const std::size_t old_end = end_;
    if (result got = read_piece(piece); !got.ok())
      return got;
    const std::size_t complete = splitter_.scan({bytes_ + old_end, end_ - old_end});
    if (complete != 0)
      safe = old_end + complete;
  }
  mark_safe(at_end_ ? end_ : safe);
  return {};
}

result text_input::read_piece(std::size_t at_least) noexcept {
  if (result made = make_room(at_least); !made.ok())
    return made;
  std::size_t count = 0;
  if (result got = reader_.read(bytes_ + end_, capacity_ - end_, count); !got.ok())
    return got;
  at_end_ = count == 0;
  end_ += count;
  bytes_read_ += count;
  return {};
}

result text_input::make_room(std::size_t bytes) noexcept {
  if (capacity_ - end_ >= bytes)
    return {};
  return reallocate(std::max(end_ + bytes, capacity_ * 2));
}

result text_input::reallocate(std::size_t capacity) noexcept {
  auto* moved = static_cast<char*>(std::realloc(bytes_, capacity + 1));
  if (moved == nullptr)
    return {ENOMEM};
  bytes_ = moved;
  capacity_ = capacity;
  return {};
}

// Moves what is still needed to the front, once that is less than half of the block:
// each byte is moved at most once on average.
void text_input::drop_consumed() noexcept {
  if (next_ < capacity_ / 2)
    return;
  const std::string_view consumed{bytes_, next_};
  const std::size_t newline = consumed.rfind('\n');
  std::size_t keep = newline == std::string_view::npos ? 0 : newline + 1;
  keep = std::max({keep, begin_, next_ - std::min(next_, kept_context)});
  while (keep < next_ && continues_code_point(bytes_[keep]))
    ++keep;
  const std::string_view dropped{bytes_ + begin_, keep - begin_};
  const base::position reached = base::locate(dropped, dropped.size());
  columns_before_ = reached.column - 1 + (reached.line == 1 ? columns_before_ : 0);
  lines_before_ += reached.line - 1;
  std::memmove(bytes_, bytes_ + keep, end_ - keep);
  begin_ = 0;
  next_ -= keep;
  end_ -= keep;
}

void text_input::look_at_start() noexcept {
  const std::string_view start{bytes_, end_};
  wide_encoding_ = base::wide_encoding(start);
  if (start.starts_with(base::byte_order_mark))
    begin_ = next_ = base::byte_order_mark.size();
}

void text_input::mark_safe(std::size_t safe) noexcept {
  safe_ = safe;
  covered_ = bytes_[safe_]; // at end_ it is any byte: nobody reads it
  bytes_[safe_] = '\0';
}

void text_input::unmark_safe() noexcept {
  if (safe_ < end_)
    bytes_[safe_] = covered_;
}

surroundings text_input::around() noexcept {
  unmark_safe();
  return {
      {bytes_ + begin_, end_ - begin_}, next_ - begin_, lines_before_, columns_before_};
}

} // namespace krait::io
