// Decodes UTF-8 leniently and spells what must not reach a terminal as it is.
// SPDX-License-Identifier: Apache-2.0
#include "app/report/visible.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <limits>

#include <fmt/format.h>

namespace krait::report {
namespace {

struct decoded {
  char32_t value = 0;
  std::size_t bytes = 0; // 0: no code point begins here
};

std::uint8_t byte_at(std::string_view text, std::size_t at) noexcept {
  return static_cast<std::uint8_t>(text[at]);
}

decoded decode_tail(std::string_view text, char32_t value, std::size_t bytes,
                    char32_t smallest) noexcept {
  if (text.size() < bytes)
    return {};
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte_at(text, i) & 0xC0) != 0x80)
      return {};
    value = value << 6 | (byte_at(text, i) & 0x3Fu);
  }
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  return value < smallest || value > 0x10FFFF || surrogate ? decoded{}
                                                           : decoded{value, bytes};
}

// `text` is not empty.
decoded decode(std::string_view text) noexcept {
  const char32_t lead = byte_at(text, 0);
  if (lead < 0x80)
    return {lead, 1};
  if (lead >= 0xC0 && lead < 0xE0)
    return decode_tail(text, lead & 0x1F, 2, 0x80);
  if (lead >= 0xE0 && lead < 0xF0)
    return decode_tail(text, lead & 0x0F, 3, 0x800);
  if (lead >= 0xF0 && lead < 0xF8)
    return decode_tail(text, lead & 0x07, 4, 0x10000);
  return {};
}

struct range {
  char32_t first, last;
};

template <std::size_t Count>
bool lies_in(const range (&table)[Count], char32_t value) noexcept {
  return std::any_of(std::begin(table), std::end(table), [value](const range& r) {
    return value >= r.first && value <= r.last;
  });
}

// Characters without a shape of their own that change how others are shown: direction
// marks, joiners, invisible operators, language tags; and the controls above ASCII.
constexpr range deceptive[] = {{0x80, 0x9F},      {0xAD, 0xAD},     {0x61C, 0x61C},
                               {0x180E, 0x180E},  {0x200B, 0x200F}, {0x2028, 0x202E},
                               {0x2060, 0x206F},  {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB},
                               {0xE0000, 0xE007F}};
// Combining marks and variation selectors, by block.
constexpr range zero_width[] = {{0x300, 0x36F},   {0x483, 0x489},    {0x591, 0x5BD},
                                {0x610, 0x61A},   {0x64B, 0x65F},    {0x1AB0, 0x1AFF},
                                {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF},  {0xFE00, 0xFE0F},
                                {0xFE20, 0xFE2F}, {0xE0100, 0xE01EF}};
// East Asian wide and fullwidth, and the emoji blocks, by block.
constexpr range wide[] = {
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x2E80, 0x303E},   {0x3041, 0x33FF},
    {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},   {0xA000, 0xA4CF},   {0xA960, 0xA97F},
    {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},
    {0xFFE0, 0xFFE6},   {0x16FE0, 0x18AFF}, {0x1B000, 0x1B2FF}, {0x1F300, 0x1F64F},
    {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};

std::size_t columns(char32_t value) noexcept {
  if (value < 0x300)
    return 1;
  if (lies_in(zero_width, value))
    return 0;
  return lies_in(wide, value) ? 2 : 1;
}

cell spelled(std::string shown, std::size_t bytes) {
  const std::size_t width = shown.size();
  return {std::move(shown), width, bytes};
}

cell first_cell(std::string_view text) {
  const decoded next = decode(text);
  if (next.bytes == 0)
    return spelled(fmt::format("\\x{:02X}", byte_at(text, 0)), 1);
  if (next.value < 0x20 || next.value == 0x7F) // ^A is Control and A; ^? is DEL
    return spelled({'^', static_cast<char>(next.value ^ 0x40)}, 1);
  if (lies_in(deceptive, next.value))
    return spelled(fmt::format("<U+{:04X}>", std::uint32_t{next.value}), next.bytes);
  return {std::string(text.substr(0, next.bytes)), columns(next.value), next.bytes};
}

} // namespace

std::vector<cell> cells(std::string_view text, std::size_t most_columns) {
  std::vector<cell> result;
  for (std::size_t total = 0; !text.empty() && total <= most_columns;) {
    result.push_back(first_cell(text));
    total += result.back().width;
    text.remove_prefix(result.back().bytes);
  }
  return result;
}

std::string visible(std::string_view text) {
  std::string result;
  for (const cell& next : cells(text, std::numeric_limits<std::size_t>::max()))
    result += next.shown;
  return result;
}

} // namespace krait::report
