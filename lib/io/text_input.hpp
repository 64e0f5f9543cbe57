// One input's bytes: read whole or in pieces, handed out as far as parsing is safe.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

#include "base/status.hpp"
#include "io/input_reader.hpp"
#include "io/result.hpp"
#include "io/text_splitter.hpp"

namespace krait::io {

// What a diagnostic needs to know about the bytes around a place: those of the input
// that are still held, and how people number what came before them.
struct surroundings {
  std::string_view held;          // without a byte order mark
  std::size_t next = 0;           // offset in `held` of the first byte not yet consumed
  std::size_t lines_before = 0;   // lines that ended before `held`
  std::size_t columns_before = 0; // code points on held's first line before `held`
};

// Regular files up to `largest_whole` are read at once into one block (never mapped: a
// file that shrinks must not kill the process). Pipes, terminals and larger files are
// read in pieces, and text_splitter says how far each piece may be parsed.
class text_input {
public:
  static constexpr std::size_t largest_whole = std::size_t{64} << 20;

  // `number` is lent; `largest` is for tests.
  explicit text_input(int number, std::size_t largest = largest_whole) noexcept
      : number_(number), largest_(largest) {}
  ~text_input();
  text_input(const text_input&) = delete;
  text_input& operator=(const text_input&) = delete;

  // Reads until more may be parsed or the input ends. To be called when the texts of
  // ready() have been consumed; a byte order mark at the start is dropped.
  result read_more() noexcept;
  bool at_end() const noexcept { return at_end_; }
  // Known from the first read_more() on: whether the input is UTF-16 or UTF-32.
  base::errc wide_encoding() const noexcept { return wide_encoding_; }
  // Whether read_more() may have to wait for somebody.
  bool may_block() const noexcept { return may_block_; }
  std::size_t bytes_read() const noexcept { return bytes_read_; }

  // The bytes that may be parsed now; ready().data()[ready().size()] is zero.
  std::string_view ready() const noexcept { return {bytes_ + next_, safe_ - next_}; }
  void consume(std::size_t count) noexcept { next_ += count; }

  // What was consumed and is still held; the last text lies at its end until
  // read_more().
  surroundings consumed() const noexcept {
    return {{bytes_ + begin_, next_ - begin_},
            next_ - begin_,
            lines_before_,
            columns_before_};
  }
  // Of the first byte not yet consumed, from where reading began.
  std::size_t offset() const noexcept { return bytes_read_ - (end_ - next_); }
  // For the diagnostic that ends the reading: takes the zero behind ready() away.
  surroundings around() noexcept;

private:
  result start() noexcept;
  result read_whole(std::size_t expected) noexcept;
  result read_first_piece() noexcept;
  result read_pieces() noexcept;
  result read_piece(std::size_t at_least) noexcept;
  result make_room(std::size_t bytes) noexcept;
  result reallocate(std::size_t capacity) noexcept;
  void drop_consumed() noexcept;
  void look_at_start() noexcept;
  void mark_safe(std::size_t safe) noexcept;
  void unmark_safe() noexcept;

  char* bytes_ = nullptr;
  std::size_t begin_ = 0; // what is held begins here (behind a byte order mark)
  std::size_t next_ = 0;
  std::size_t safe_ = 0;
  std::size_t end_ = 0;
  std::size_t capacity_ = 0; // one byte more is allocated, for the zero
  std::size_t bytes_read_ = 0;
  std::size_t lines_before_ = 0;
  std::size_t columns_before_ = 0;
  text_splitter splitter_;
  int number_;
  input_reader reader_{-1}; // of number_, once reading has begun
  std::size_t largest_;
  char covered_ = '\0'; // the byte that the zero at safe_ stands on
  base::errc wide_encoding_ = base::errc::ok;
  bool started_ = false;
  bool at_end_ = false;
  bool may_block_ = false;
};

} // namespace krait::io
