// The line in two halves, left and right of the place; each gets what the other leaves.
// SPDX-License-Identifier: Apache-2.0
#include "app/report/excerpt.hpp"

#include <algorithm>
#include <vector>

#include "app/report/visible.hpp"

namespace krait::report {
namespace {

constexpr std::string_view gap = "...";

std::size_t width_of(const std::vector<cell>& cells) noexcept {
  std::size_t width = 0;
  for (const cell& next : cells)
    width += next.width;
  return width;
}

// The part of `left` that can matter: a column has at most four bytes, and accents
// (no column at all) may pile up, so some more.
std::string_view near_end(std::string_view left, std::size_t columns) noexcept {
  std::size_t begin = left.size() - std::min(left.size(), columns * 8);
  while (begin > 0 && begin < left.size() &&
         (static_cast<unsigned char>(left[begin]) & 0xC0) == 0x80)
    ++begin;
  return left.substr(begin);
}

std::string_view without_carriage_return(std::string_view line, std::size_t offset) {
  if (line.ends_with('\r') && offset < line.size())
    line.remove_suffix(1);
  return line;
}

// Cells from the left until `room` is used up.
std::string head(const std::vector<cell>& cells, std::size_t room) {
  const bool cut = width_of(cells) > room;
  room -= cut ? gap.size() : 0;
  std::string shown;
  for (const cell& next : cells) {
    if (next.width > room)
      break;
    room -= next.width;
    shown += next.shown;
  }
  return cut ? shown.append(gap) : shown;
}

struct tail_part {
  std::string shown;
  std::size_t width = 0;
};

// Cells from the right until `room` is used up; `cut`: there is more to the left.
tail_part tail(const std::vector<cell>& cells, std::size_t room, bool cut) {
  cut = cut || width_of(cells) > room;
  room -= cut ? gap.size() : 0;
  auto first = cells.end();
  std::size_t width = 0;
  while (first != cells.begin() && width + (first - 1)->width <= room)
    width += (--first)->width;
  tail_part part{cut ? std::string(gap) : std::string(),
                 width + (cut ? gap.size() : 0)};
  for (; first != cells.end(); ++first)
    part.shown += first->shown;
  return part;
}

} // namespace

excerpt make_excerpt(std::string_view line, std::size_t offset, std::size_t columns) {
  columns = std::max<std::size_t>(columns, 4 * gap.size());
  line = without_carriage_return(line, offset);
  offset = std::min(offset, line.size());
  const std::string_view nearby = near_end(line.substr(0, offset), columns);
  const std::vector<cell> left = cells(nearby, nearby.size() * 8);
  const std::vector<cell> right = cells(line.substr(offset, columns * 8), columns);
  const bool more_left = nearby.size() < offset;
  const std::size_t left_width = width_of(left) + (more_left ? columns : 0);
  const std::size_t right_width = std::max<std::size_t>(width_of(right), 1);
  const std::size_t half = columns / 2;
  const std::size_t spare = columns - std::min(columns, left_width);
  const std::size_t right_room = std::min(right_width, std::max(half, spare));
  const tail_part before = tail(left, columns - right_room, more_left);
  return {before.shown + head(right, right_room), std::string(before.width, ' ') + '^'};
}

} // namespace krait::report
