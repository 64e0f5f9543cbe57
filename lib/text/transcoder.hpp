// The text engine: JSON texts in, the bytes of dumps(loads(text)) out, in flat memory.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/status.hpp"
#include "text/settings.hpp"

namespace krait::text {

// What the engine may write to before bytes that it is lent, and read behind them.
inline constexpr std::size_t room_before_lent = 1024;
inline constexpr std::size_t room_behind_lent = 128;

// Where bytes come from. Functions return 0 or an errno value.
class source {
public:
  source() = default;
  virtual ~source() = default;
  source(const source&) = delete;
  source& operator=(const source&) = delete;

  // Up to `room` bytes to `to`; `got` is 0 at the end only. May give less than `room`.
  virtual int read(char* to, std::size_t room, std::size_t& got) noexcept = 0;
  // Asked once, before the first read(): bytes that lie in memory, with room around
  // them, until the run is over; read() gives what comes behind them. They are changed
  // only where they begin with a byte order mark. Null: there is nothing of the kind.
  virtual char* lend(std::size_t& size) noexcept {
    size = 0;
    return nullptr;
  }
  // Whether read() may have to wait for somebody: what is complete is written before.
  virtual bool may_wait() const noexcept = 0;
};

// Where output goes. Is told large pieces; returns 0 or an errno value.
class sink {
public:
  sink() = default;
  virtual ~sink() = default;
  sink(const sink&) = delete;
  sink& operator=(const sink&) = delete;

  virtual int write(std::string_view bytes) noexcept = 0;
};

struct place {
  std::uint64_t offset = 0; // in bytes from the start of the input
  std::uint64_t line = 1;   // from 1
  std::uint64_t column = 1; // from 1, in code points
};

struct finding {
  // errc::duplicate_key, errc::lossy_number, or what makes the input invalid.
  base::errc code = base::errc::ok;
  // Whether the text is refused for it; else it is a note.
  bool refused = false;
  std::string message;      // in words, ready to print
  std::string path;         // "$.users[3].name"; empty where no value is at fault
  place at;                 // of a duplicate key the second one
  place first;              // duplicate_key only: where the key stood before
  std::uint64_t record = 1; // number of the text in its input, from 1
  // The line of `at` as far as it is at hand, and the offset of `at` in it.
  std::string line_text;
  std::size_t line_offset = 0;
};

// Told of findings in the order of the input, while the run goes on. What the texts
// before a finding became has been given to the sink by then.
class listener {
public:
  listener() = default;
  virtual ~listener() = default;
  listener(const listener&) = delete;
  listener& operator=(const listener&) = delete;

  virtual void found(const finding& what) = 0;
};

enum class ending : std::uint8_t {
  complete,     // read to its end; with on_error::skip see outcome::refused
  invalid,      // stopped at what the listener was told last
  not_readable, // outcome::error says why
  not_writable, // the same
};

struct outcome {
  text::ending ending = ending::complete;
  int error = 0;                // errno
  std::uint64_t texts = 0;      // valid ones
  std::uint64_t refused = 0;    // 0 or 1; more where they are skipped
  std::uint64_t duplicates = 0; // keys that stood in their object before
  std::uint64_t lossy = 0;      // counted with settings::note_lossy or strict only
  std::uint64_t bytes_read = 0;
  std::uint64_t bytes_written = 0;
  std::uint64_t lines = 0; // line breaks of an input that is complete
  // A part of the text that was refused was written: it was too long to be held back.
  bool cut_short = false;
};

// May be used for one input after another; memory is kept. Throws std::bad_alloc and
// what the listener throws.
class transcoder {
public:
  explicit transcoder(const settings& chosen);
  ~transcoder();
  transcoder(const transcoder&) = delete;
  transcoder& operator=(const transcoder&) = delete;

  // Reads `from` to its end. An input without any text is complete, with texts == 0.
  outcome run(source& from, sink& to, listener& notes);

private:
  class engine;
  std::unique_ptr<engine> engine_;
};

} // namespace krait::text
