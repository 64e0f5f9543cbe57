// One step a token; strings and numbers are copied 32 bytes at a time.
// SPDX-License-Identifier: Apache-2.0
#include "text/pretty_writer.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <new>

namespace krait::text {

namespace {

constexpr std::size_t line_room = 256; // of line_
constexpr std::size_t step = 32;
constexpr std::size_t least_room = 16 * 1024;

// Whole steps: up to 31 bytes more are read and written.
inline char* copy(char* to, const char* from, std::size_t size) noexcept {
  std::memcpy(to, from, step);
  for (std::size_t i = step; i < size; i += step)
    std::memcpy(to + i, from + i, step);
  return to + size;
}

} // namespace

pretty_writer::pretty_writer(std::string_view indent) : indent_(indent), line_("\n") {
  while (!indent_.empty() && line_.size() < line_room)
    line_ += indent_;
  line_.append(step, ' ');
}

void pretty_writer::reset() noexcept {
  depth_ = 0;
  skip_next_ = in_part_ = false;
}

void pretty_writer::make_room(base::heap_buffer& out, char*& cursor,
                              std::size_t bytes) const {
  out.advance_to(cursor);
  if (!out.reserve(bytes + 2 * step))
    throw std::bad_alloc{};
  cursor = out.cursor();
}

char* pretty_writer::new_line(char* out) const noexcept {
  const std::size_t size = 1 + depth_ * indent_.size();
  if (size <= line_.size() - step) [[likely]]
    return copy(out, line_.data(), size);
  *out++ = '\n';
  for (std::size_t i = 0; i < depth_; ++i) {
    std::memcpy(out, indent_.data(), indent_.size());
    out += indent_.size();
  }
  return out;
}

void pretty_writer::write_part(std::string_view part, base::heap_buffer& out) {
  if (!out.append(part))
    throw std::bad_alloc{};
  in_part_ = true;
}

std::size_t pretty_writer::write(const token_list& tokens, std::size_t begin,
                                 std::size_t end, base::heap_buffer& buffer,
                                 std::size_t most_bytes) {
  const char* const kinds = tokens.kinds;
  char* out = buffer.cursor();
  const char* limit = buffer.data() + buffer.capacity();
  first_begin_ = last_begin_ = SIZE_MAX;
  std::size_t i = begin;
  if (skip_next_ && i < end) {
    skip_next_ = false;
    ++i;
  }
  for (; i < end; ++i) {
    const char kind = kinds[i];
    const std::size_t from = tokens.begins[i];
    const std::size_t to =
        i + 1 < tokens.count ? tokens.begins[i + 1] : tokens.text_size;
    const std::size_t line = 1 + (depth_ + 1) * indent_.size();
    const std::size_t most = to - from + 2 * line + 4;
    if (static_cast<std::size_t>(limit - out) < most + 2 * step) [[unlikely]] {
      if (static_cast<std::size_t>(out - buffer.data()) > most_bytes)
        break;
      make_room(buffer, out, std::max(most, least_room));
      limit = buffer.data() + buffer.capacity();
    }
    if (depth_ == 0 && !in_part_) [[unlikely]] {
      last_begin_ = static_cast<std::size_t>(out - buffer.data());
      first_begin_ = std::min(first_begin_, last_begin_);
    }
    switch (kind) {
    case ',':
      *out++ = ',';
      out = new_line(out);
      break;
    case ':':
      *out++ = ':';
      *out++ = ' ';
      break;
    case '{':
    case '[': {
      const char closing = static_cast<char>(kind + 2);
      *out++ = kind;
      if (kinds[i + 1] == closing) {
        *out++ = closing;
        if (i + 1 < end)
          ++i;
        else
          skip_next_ = true;
        if (depth_ == 0)
          *out++ = '\n';
        break;
      }
      ++depth_;
      out = new_line(out);
      break;
    }
    case '}':
    case ']':
      --depth_;
      out = new_line(out);
      *out++ = kind;
      if (depth_ == 0)
        *out++ = '\n';
      break;
    default:
      out = copy(out, tokens.text + from, to - from);
      in_part_ = false;
      if (depth_ == 0)
        *out++ = '\n';
    }
  }
  buffer.advance_to(out);
  return i;
}

} // namespace krait::text
