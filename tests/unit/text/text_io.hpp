// Sources, sinks and listeners in memory, for tests of the text engine.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "support/guarded_buffer.hpp"
#include "text/transcoder.hpp"

namespace krait::tests {

// Gives at most `piece` bytes at a time; then it may have to wait. 0: all that fit.
class memory_source final : public text::source {
public:
  memory_source(std::string_view bytes, std::size_t piece, int error_at_end = 0)
      : rest_(bytes), piece_(piece), error_at_end_(error_at_end) {}

  int read(char* to, std::size_t room, std::size_t& got) noexcept override {
    got = std::min({room, rest_.size(), piece_ == 0 ? room : piece_});
    if (got == 0)
      return error_at_end_;
    std::memcpy(to, rest_.data(), got);
    rest_.remove_prefix(got);
    return 0;
  }
  bool may_wait() const noexcept override { return piece_ != 0; }
  std::size_t left() const noexcept { return rest_.size(); }

private:
  std::string_view rest_;
  std::size_t piece_;
  int error_at_end_;
};

// Lends all but the last `rest` bytes.
class lent_source final : public text::source {
public:
  explicit lent_source(std::string_view bytes, std::size_t rest = 0)
      : memory_(text::room_before_lent, '\0'),
        size_(bytes.size() - std::min(bytes.size(), rest)),
        rest_(bytes.substr(size_), 0) {
    memory_ += bytes.substr(0, size_);
    memory_.append(text::room_behind_lent, '"');
  }

  char* lend(std::size_t& size) noexcept override {
    size = size_;
    return memory_.data() + text::room_before_lent;
  }
  int read(char* to, std::size_t room, std::size_t& got) noexcept override {
    return rest_.read(to, room, got);
  }
  bool may_wait() const noexcept override { return false; }
  std::string_view lent() const noexcept {
    return std::string_view(memory_).substr(text::room_before_lent, size_);
  }

private:
  std::string memory_;
  std::size_t size_;
  memory_source rest_;
};

// Remembers what it is given, up to a number of bytes.
class memory_sink final : public text::sink {
public:
  explicit memory_sink(std::size_t most = SIZE_MAX) : most_(most) {}

  int write(std::string_view bytes) noexcept override {
    if (bytes.size() > most_ - written.size())
      return ENOSPC;
    written.append(bytes);
    largest = std::max(largest, bytes.size());
    ++calls;
    return 0;
  }
  std::string written;
  int calls = 0;
  std::size_t largest = 0; // of them

private:
  std::size_t most_;
};

class memory_listener final : public text::listener {
public:
  void found(const text::finding& what) override { all.push_back(what); }
  std::vector<text::finding> all;
};

struct transcoded {
  text::outcome outcome;
  std::string written;
  std::vector<text::finding> findings;
};

inline transcoded transcode_from(text::source& from, const text::settings& settings) {
  memory_sink to;
  memory_listener notes;
  text::transcoder engine(settings);
  const text::outcome outcome = engine.run(from, to, notes);
  return {outcome, std::move(to.written), std::move(notes.all)};
}

inline transcoded transcode(std::string_view input, const text::settings& settings,
                            std::size_t piece = 0) {
  memory_source from(input, piece);
  return transcode_from(from, settings);
}

} // namespace krait::tests
