// Room for what the kernels write, and the levels that are too deep for them.
// SPDX-License-Identifier: Apache-2.0
#include "text/pretty_writer.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <new>

namespace krait::text {

namespace {

// Besides the text of 64 tokens, so that the kernels come some way.
constexpr std::size_t kernel_room = 4 * 64 * most_prepared;

void append(base::heap_buffer& out, std::string_view bytes) {
  if (!out.append(bytes))
    throw std::bad_alloc{};
}

// Whether a text goes on with it.
bool goes_on_with(char kind) noexcept {
  return kind == ',' || kind == ':' || kind == ']' || kind == '}';
}

} // namespace

pretty_writer::pretty_writer(std::string_view indent, const kernels& kernels)
    : kernels_(kernels), indent_(indent), line_("\n") {
  while (!indent_.empty() && line_.size() < most_prepared)
    line_ += indent_;
  line_.resize(most_prepared + std::max(indent_.size(), copy_step), ' ');
  state_.line = line_.data();
  state_.indent = indent_.size();
}

void pretty_writer::reset() noexcept { state_.line_size = 1; }

std::size_t pretty_writer::write(const token_list& tokens, std::size_t begin,
                                 std::size_t end, base::heap_buffer& out,
                                 std::size_t most) {
  for (std::size_t at = begin;;) {
    out.advance_to(kernels_.write_lines(state_, tokens, at, end, out.cursor(),
                                        out.data() + out.capacity()));
    if (at == end || out.size() > most)
      return at;
    const std::size_t next = std::min(at + 64, end);
    if (!out.reserve(tokens.begins[next] - tokens.begins[at] + kernel_room))
      throw std::bad_alloc{};
    if (state_.line_size + (next - at) * state_.indent <= most_prepared)
      continue;
    for (; at < next && out.size() <= most; ++at)
      write_one(tokens, at, out);
  }
}

// What kernels do, without their limits.
void pretty_writer::write_one(const token_list& tokens, std::size_t token,
                              base::heap_buffer& out) {
  const char kind = tokens.kinds[token];
  const char after = tokens.kinds[token + 1];
  const std::uint32_t begin = tokens.begins[token];
  append(out, {tokens.text + begin, tokens.begins[token + 1] - begin});
  const bool opens = kind == '{' || kind == '[';
  const bool closes_next = after == '}' || after == ']';
  if (kind == ':')
    append(out, " ");
  if (opens && !closes_next)
    state_.line_size += state_.indent;
  if (closes_next && !opens)
    state_.line_size -= state_.indent;
  if (kind == ',' || opens != closes_next ||
      (kind != ':' && !opens && !goes_on_with(after)))
    add_line(out);
}

void pretty_writer::add_line(base::heap_buffer& out) const {
  const std::size_t size = state_.line_size;
  if (!out.reserve(size))
    throw std::bad_alloc{};
  char* const line = out.cursor();
  // Whole levels of what is prepared, then twice as much each time.
  std::size_t done =
      std::min(size, most_prepared - (most_prepared - 1) % state_.indent);
  std::memcpy(line, line_.data(), done);
  while (done < size) {
    const std::size_t more = std::min(done - 1, size - done);
    std::memcpy(line + done, line + 1, more);
    done += more;
  }
  out.advance_to(line + size);
}

} // namespace krait::text
