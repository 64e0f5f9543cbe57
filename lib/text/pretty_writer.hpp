// Writes tokens one element a line.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/output_buffer.hpp"
#include "text/tokens.hpp"

namespace krait::text {

class pretty_writer {
public:
  explicit pretty_writer(std::string_view indent);

  void reset() noexcept;
  // Appends the tokens [begin, end), which may stand one after another; the kind of the
  // one behind them is known. Stops once `out` has more than `most` bytes; returns
  // where. Throws std::bad_alloc.
  std::size_t write(const token_list& tokens, std::size_t begin, std::size_t end,
                    base::heap_buffer& out, std::size_t most = SIZE_MAX);
  // Appends a part of a string, the rest of which is the next token. The same.
  void write_part(std::string_view part, base::heap_buffer& out);
  // Where in `out` the first and the last text begin that began in the last write();
  // SIZE_MAX where none did.
  std::size_t first_begin() const noexcept { return first_begin_; }
  std::size_t last_begin() const noexcept { return last_begin_; }

private:
  char* new_line(char* out) const noexcept;
  void make_room(base::heap_buffer& out, char*& cursor, std::size_t bytes) const;

  std::string indent_;
  std::string line_; // a line break, and an indentation deeper than most
  std::size_t depth_ = 0;
  bool in_part_ = false;   // the next token's first part was written
  bool skip_next_ = false; // the bracket that closes an empty container was written
  std::size_t first_begin_ = 0;
  std::size_t last_begin_ = 0;
};

} // namespace krait::text
