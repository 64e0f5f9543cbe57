// Each level is its key's bytes and a tail that is read backwards.
// SPDX-License-Identifier: Apache-2.0
#include "text/settled_levels.hpp"

#include <algorithm>
#include <cstring>
#include <new>

namespace krait::text {

namespace {

// A path shows no more of a key.
constexpr std::size_t longest_key = 4096;

constexpr unsigned char has_key_flag = 4; // below it: settled_level::around
constexpr unsigned char wide_flag = 8;
// There is nothing but this byte: no key, and the index in three bits below the flag.
constexpr unsigned char only_flag = 0x80;
constexpr unsigned only_index_bits = 4; // where they begin
constexpr std::uint64_t most_only_index = 7;

struct narrow_tail {
  std::uint8_t index;
  std::uint8_t key_size;
};
struct wide_tail {
  std::uint64_t index;
  std::uint64_t key_size;
};

template <class Tail> void append(base::heap_buffer& to, const settled_level& level) {
  Tail tail{};
  tail.index = static_cast<decltype(tail.index)>(level.index);
  tail.key_size = static_cast<decltype(tail.key_size)>(level.key.size());
  char bytes[sizeof tail];
  std::memcpy(bytes, &tail, sizeof tail);
  if (!to.append(std::string_view(bytes, sizeof bytes)))
    throw std::bad_alloc{};
}

template <class Tail> void read(const char*& end, settled_level& level) noexcept {
  Tail tail;
  end -= sizeof tail;
  std::memcpy(&tail, end, sizeof tail);
  end -= tail.key_size;
  level.index = tail.index;
  level.key = {end, static_cast<std::size_t>(tail.key_size)};
}

} // namespace

void settled_levels::push(const settled_level& level) {
  settled_level kept = level;
  kept.key = kept.key.substr(0, longest_key);
  unsigned flags = kept.around | (kept.has_key ? has_key_flag : 0u);
  if (!kept.has_key && kept.key.empty() && kept.index <= most_only_index) {
    flags |= only_flag | static_cast<unsigned>(kept.index) << only_index_bits;
  } else {
    const bool wide = kept.index > 0xFF || kept.key.size() > 0xFF;
    if (!bytes_.append(kept.key))
      throw std::bad_alloc{};
    if (wide)
      append<wide_tail>(bytes_, kept);
    else
      append<narrow_tail>(bytes_, kept);
    flags |= wide ? wide_flag : 0u;
  }
  if (!bytes_.append(static_cast<char>(flags)))
    throw std::bad_alloc{};
  end_ = bytes_.size();
  committed_count_ = ++count_;
}

settled_level settled_levels::before(std::size_t& end) const noexcept {
  const char* at = bytes_.data() + (end == 0 ? bytes_.size() : end);
  const auto flags = static_cast<unsigned char>(*--at);
  settled_level level{flags & 3u, (flags & has_key_flag) != 0, 0, {}};
  if ((flags & only_flag) != 0)
    level.index = flags >> only_index_bits & most_only_index;
  else if ((flags & wide_flag) != 0)
    read<wide_tail>(at, level);
  else
    read<narrow_tail>(at, level);
  end = static_cast<std::size_t>(at - bytes_.data());
  return level;
}

settled_level settled_levels::pop() noexcept {
  std::size_t end = end_;
  popped_ = before(end);
  end_ = end;
  --count_;
  return popped_;
}

void settled_levels::commit() noexcept {
  bytes_.advance_to(bytes_.cursor() - (bytes_.size() - end_));
  committed_count_ = count_;
}

void settled_levels::restore() noexcept {
  end_ = bytes_.size();
  count_ = committed_count_;
}

void settled_levels::clear() noexcept {
  bytes_.clear();
  end_ = count_ = committed_count_ = 0;
}

} // namespace krait::text
