// One block of memory that the input slides through.
// SPDX-License-Identifier: Apache-2.0
#include "text/raw_window.hpp"

#include <algorithm>
#include <cstring>

#include "base/byte_order_mark.hpp"
#include "base/position.hpp"

namespace krait::text {

namespace {

std::uint64_t count_newlines(std::string_view bytes) noexcept {
  return static_cast<std::uint64_t>(std::count(bytes.begin(), bytes.end(), '\n'));
}
std::uint64_t count_continuations(std::string_view bytes) noexcept {
  return bytes.size() - base::count_code_points(bytes);
}

} // namespace

void raw_window::reset() noexcept {
  begin_ = kept_ = next_ = end_ = margin;
  first_offset_ = -static_cast<std::int64_t>(margin);
  lines_ = continuations_ = columns_ = 0;
  bytes_ = own_.get();
  if (bytes_ != nullptr)
    std::memset(bytes_, ' ', margin);
}

void raw_window::borrow(char* bytes, std::size_t size) noexcept {
  bytes_ = bytes - margin;
  std::memset(bytes_, ' ', margin);
  end_ = margin + size;
}

std::size_t raw_window::make_room(std::size_t bytes) {
  const bool borrowed = bytes_ != own_.get();
  if (bytes_ != nullptr && !borrowed && capacity_ - end_ >= bytes + padding)
    return 0;
  const std::size_t from = bytes_ == nullptr ? 0 : std::min(kept_, next_) - margin;
  const std::size_t used = end_ - from;
  const std::size_t needed = used + bytes + padding;
  if (needed > capacity_) {
    const std::size_t capacity = std::max(needed, capacity_ + capacity_ / 2);
    auto moved = std::make_unique_for_overwrite<char[]>(capacity);
    if (bytes_ != nullptr)
      std::memcpy(moved.get(), bytes_ + from, used);
    else
      std::memset(moved.get(), ' ', margin);
    own_ = std::move(moved);
    capacity_ = capacity;
  } else {
    std::memmove(own_.get(), bytes_ + from, used);
  }
  bytes_ = own_.get();
  begin_ = std::max(begin_, from) - from;
  kept_ -= from;
  next_ -= from;
  end_ -= from;
  first_offset_ += static_cast<std::int64_t>(from);
  return from;
}

void raw_window::pad() noexcept { std::memset(bytes_ + end_, ' ', padding); }

std::size_t raw_window::left_in_lines() const noexcept {
  const std::size_t newline = rest().rfind('\n');
  return newline == std::string_view::npos ? 0 : newline + 1;
}

void raw_window::show_only(std::size_t bytes) noexcept {
  whole_end_ = end_;
  end_ = next_ + bytes;
  std::memcpy(covered_, bytes_ + end_, std::min(whole_end_ - end_, padding));
  pad();
}

void raw_window::show_all() noexcept {
  const std::size_t hidden = whole_end_ - end_;
  std::memcpy(bytes_ + end_, covered_, std::min(hidden, padding));
  end_ = whole_end_;
}

void raw_window::skip_byte_order_mark() noexcept {
  if (!rest().starts_with(base::byte_order_mark))
    return;
  // It counts for nothing, in places neither.
  const std::size_t size = base::byte_order_mark.size();
  std::memset(bytes_ + next_, ' ', size);
  begin_ += size;
  kept_ += size;
  next_ += size;
}

place raw_window::place_before_next(std::size_t raw, std::uint64_t newlines,
                                    std::uint64_t continuations) const noexcept {
  const char* const p = bytes_;
  const std::string_view rest(p + raw, next_ - raw);
  const std::uint64_t lines = newlines - count_newlines(rest);
  std::uint64_t columns;
  if (lines == lines_) {
    const std::uint64_t continued = continuations - count_continuations(rest);
    columns = columns_ + (raw - kept_) - (continued - continuations_);
  } else {
    const auto* const newline =
        static_cast<const char*>(::memrchr(p + kept_, '\n', raw - kept_));
    columns = base::count_code_points(
        {newline + 1, static_cast<std::size_t>(p + raw - newline - 1)});
  }
  return {offset_of(raw), lines + 1, columns + 1};
}

void raw_window::keep_from(std::size_t raw, std::uint64_t newlines,
                           std::uint64_t continuations) noexcept {
  if (raw == kept_) // as long as one token lasts
    return;
  const place there = place_before_next(raw, newlines, continuations);
  lines_ = there.line - 1;
  columns_ = there.column - 1;
  continuations_ = continuations - count_continuations({bytes_ + raw, next_ - raw});
  kept_ = raw;
}

void raw_window::jump(std::size_t raw) noexcept {
  const place there = place_of(raw);
  lines_ = there.line - 1;
  columns_ = there.column - 1;
  continuations_ = 0;
  kept_ = next_ = raw;
  // Stage 1 looks at three bytes before. What was passed over may end in the middle of
  // a character; only its line break, if there is one, is still shown.
  std::memset(bytes_ + raw - 3, ' ', 2);
}

place raw_window::place_of(std::size_t raw) const noexcept {
  return place_behind({offset_of(kept_), lines_ + 1, columns_ + 1}, kept_, raw);
}

place raw_window::place_behind(const place& known, std::size_t from,
                               std::size_t raw) const noexcept {
  return place_behind(known, from, count(from, raw), raw);
}

counts raw_window::count(std::size_t from, std::size_t to) const noexcept {
  const std::string_view bytes(bytes_ + from, to - from);
  return {count_newlines(bytes), count_continuations(bytes)};
}

place raw_window::place_behind(const place& known, std::size_t from,
                               const counts& between, std::size_t raw) const noexcept {
  if (between.newlines == 0)
    return {offset_of(raw), known.line,
            known.column + (raw - from) - between.continuations};
  const char* const p = bytes_ + from;
  const auto* const newline = static_cast<const char*>(::memrchr(p, '\n', raw - from));
  const auto behind = static_cast<std::size_t>(bytes_ + raw - newline - 1);
  return {offset_of(raw), known.line + between.newlines,
          base::count_code_points({newline + 1, behind}) + 1};
}

std::string_view raw_window::line_around(std::size_t raw,
                                         std::size_t& offset) const noexcept {
  const std::string_view here(bytes_ + begin_, end_ - begin_);
  const std::size_t at = raw - begin_;
  std::size_t line = here.substr(0, at).rfind('\n') + 1;
  if (line == 0 && offset_of(begin_) != 0) // it began before
    while (line < at && (here[line] & 0xC0) == 0x80)
      ++line;
  offset = at - line;
  return here.substr(line, here.find('\n', at) - line);
}

} // namespace krait::text
