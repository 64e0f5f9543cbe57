// read(2) and write(2), with the time they take where somebody asks for it.
// SPDX-License-Identifier: Apache-2.0
#include "app/commands/text_streams.hpp"

#include <algorithm>

#include "base/byte_order_mark.hpp"

namespace krait::app {

void blank_watch::look_at(std::string_view bytes) noexcept {
  if (!blank_)
    return;
  if (!started_ && bytes.starts_with(base::byte_order_mark))
    bytes.remove_prefix(base::byte_order_mark.size());
  started_ = true;
  blank_ = bytes.find_first_not_of(" \t\n\r") == std::string_view::npos;
  lines_ += static_cast<std::uint64_t>(std::count(bytes.begin(), bytes.end(), '\n'));
  const std::size_t newline = bytes.rfind('\n');
  if (newline == std::string_view::npos)
    columns_ += bytes.size();
  else
    columns_ = bytes.size() - newline - 1;
}

char* memory_source::lend(std::size_t& size) noexcept {
  size = rest_.size();
  if (roomy_ != nullptr)
    rest_ = {};
  return roomy_;
}

int memory_source::read(char* to, std::size_t room, std::size_t& got) noexcept {
  got = rest_.copy(to, room);
  rest_.remove_prefix(got);
  return 0;
}

int text_source::read(char* to, std::size_t room, std::size_t& got) noexcept {
  if (!before_.empty()) {
    got = before_.copy(to, room);
    before_.remove_prefix(got);
    return 0;
  }
  timing::phase* const read = times_ == nullptr ? nullptr : &times_->read;
  const timing::lap lap(read);
  const io::result done = input_.read(to, room, got);
  if (!done.ok())
    return done.error;
  if (read != nullptr)
    read->bytes += got;
  watch_.look_at({to, got});
  return 0;
}

int text_sink::write(std::string_view bytes) noexcept {
  timing::phase* const write = times_ == nullptr ? nullptr : &times_->write;
  const timing::lap lap(write);
  if (write != nullptr)
    write->bytes += bytes.size();
  return output_.write(bytes).error;
}

} // namespace krait::app
