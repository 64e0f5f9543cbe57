// The bytes of the input around the place where the engine works, and their places.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "text/bits.hpp"
#include "text/transcoder.hpp"

namespace krait::text {

struct counts {
  std::uint64_t newlines = 0;
  std::uint64_t continuations = 0;
};

// Offsets are into data(). [kept, next) was indexed, [next, end) not yet.
class raw_window {
public:
  // So much stays of what came before, to show the line of an error. Before the first
  // byte there is white space.
  static constexpr std::size_t margin = room_before_lent;
  static constexpr std::size_t padding = room_behind_lent;

  void reset() noexcept;
  const char* data() const noexcept { return bytes_; }
  std::size_t kept() const noexcept { return kept_; }
  std::size_t next() const noexcept { return next_; }
  std::size_t end() const noexcept { return end_; }
  std::size_t left() const noexcept { return end_ - next_; }
  std::string_view rest() const noexcept { return {bytes_ + next_, left()}; }
  std::uint64_t offset_of(std::size_t raw) const noexcept {
    return static_cast<std::uint64_t>(first_offset_ + static_cast<std::int64_t>(raw));
  }

  // Moves what is kept to the front, by as much as is returned, where fewer than
  // `bytes` (and two blocks) fit behind the end. Throws std::bad_alloc.
  std::size_t make_room(std::size_t bytes);
  // Works on `size` bytes where they lie, until room is made; there is margin before
  // them and padding behind. Nothing has been read so far.
  void borrow(char* bytes, std::size_t size) noexcept;
  char* room() noexcept { return bytes_ + end_; }
  void add(std::size_t bytes) noexcept { end_ += bytes; }
  void advance(std::size_t bytes) noexcept { next_ += bytes; }
  // White space for two blocks behind the end, which does not count.
  void pad() noexcept;
  // Of left(): the bytes through the last line break.
  std::size_t left_in_lines() const noexcept;
  // The end is `bytes` behind next(), padded, until show_all().
  void show_only(std::size_t bytes) noexcept;
  void show_all() noexcept;
  void skip_byte_order_mark() noexcept;

  // The bytes before `raw` are needed no more. Stage 1 knows how many line breaks and
  // continuation bytes there were before next().
  void keep_from(std::size_t raw, std::uint64_t newlines,
                 std::uint64_t continuations) noexcept;
  // Work goes on at `raw`; what lies before is passed over, and no continuation byte
  // counts as passed.
  void jump(std::size_t raw) noexcept;
  std::uint64_t lines_before_kept() const noexcept { return lines_; }
  counts before_kept() const noexcept { return {lines_, continuations_}; }
  // Of a byte that is kept, or the end.
  place place_of(std::size_t raw) const noexcept;
  // The same of one before next(), whose line breaks and continuation bytes are known:
  // what lies between is counted, not what comes before.
  place place_before_next(std::size_t raw, std::uint64_t newlines,
                          std::uint64_t continuations) const noexcept;
  // Of `raw`, which lies behind `from`, whose place is known.
  place place_behind(const place& known, std::size_t from,
                     std::size_t raw) const noexcept;
  // Line breaks and continuation bytes in a few bytes.
  counts count(std::size_t from, std::size_t to) const noexcept;
  // The same as place_behind(), where both are known for both.
  place place_behind(const place& known, std::size_t from, const counts& between,
                     std::size_t raw) const noexcept;
  // Its line, as far as it is here, and the offset of the byte in it.
  std::string_view line_around(std::size_t raw, std::size_t& offset) const noexcept;

private:
  std::unique_ptr<char[]> own_;
  char* bytes_ = nullptr; // own_, or borrowed
  std::size_t capacity_ = 0;
  std::size_t kept_ = 0;
  std::size_t next_ = 0;
  std::size_t end_ = 0;
  std::size_t whole_end_ = 0;       // while only a part is shown
  char covered_[padding];           // the bytes that its padding lies on
  std::size_t begin_ = 0;           // of what was read and is here
  std::int64_t first_offset_ = 0;   // of data()[0]; negative where that is margin
  std::uint64_t lines_ = 0;         // line breaks before kept_
  std::uint64_t continuations_ = 0; // continuation bytes before kept_
  std::uint64_t columns_ = 0;       // code points before kept_ on its line
};

} // namespace krait::text
