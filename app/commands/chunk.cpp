// The engine over bytes in memory.
// SPDX-License-Identifier: Apache-2.0
#include "app/commands/chunk.hpp"

#include <algorithm>
#include <cerrno>
#include <new>

#include "app/commands/text_streams.hpp"
#include "base/input_start.hpp"
#include "timing/clock.hpp"

namespace krait::app {
namespace {

class memory_sink final : public text::sink {
public:
  explicit memory_sink(std::string& to) noexcept : to_(to) {}
  int write(std::string_view bytes) noexcept override try {
    to_.append(bytes);
    return 0;
  } catch (const std::bad_alloc&) {
    return ENOMEM;
  }

private:
  std::string& to_;
};

class collector final : public text::listener {
public:
  explicit collector(std::vector<text::finding>& to) noexcept : to_(to) {}
  void found(const text::finding& what) override { to_.push_back(what); }

private:
  std::vector<text::finding>& to_;
};

// The text may go on in the next chunk, or its end may not be what it seems.
bool concerns_end(const text::finding& what, std::size_t size) noexcept {
  using base::errc;
  return what.refused &&
         (what.at.offset + 2 >= size || what.code == errc::unclosed_array ||
          what.code == errc::unclosed_object || what.code == errc::unclosed_string);
}

} // namespace

void chunk::clear() noexcept {
  input.reset();
  guard.copy(start(), guard.size());
  used = 0;
  first = last = done = false;
  cuttable = true;
  outcome = {};
  output.clear();
  findings.clear();
  elapsed_ns = 0;
  failure = nullptr;
}

void chunk::run(text::transcoder& engine) noexcept try {
  const std::uint64_t started_ns = timing::now_ns();
  // Where an input begins a byte order mark may stand, which would be changed.
  memory_source from(guarded(), first ? nullptr : start());
  memory_sink to(output);
  collector notes(findings);
  outcome = engine.run(from, to, notes);
  elapsed_ns = timing::now_ns() - started_ns;
} catch (...) {
  failure = std::current_exception();
}

bool chunk::stands_alone(text::on_error mode) const noexcept {
  if (!cuttable || outcome.ending != text::ending::complete)
    return false;
  if (outcome.refused == 0)
    return true;
  // Fewer bytes do not tell the encoding of what goes on behind them.
  const bool start_is_open = first && !last && base::is_start_open(content());
  return mode == text::on_error::skip && !outcome.cut_short && !start_is_open &&
         (last || std::none_of(findings.begin(), findings.end(),
                               [this](const text::finding& what) {
                                 return concerns_end(what, guarded().size());
                               }));
}

} // namespace krait::app
