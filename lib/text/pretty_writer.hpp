// Writes tokens one element a line.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/output_buffer.hpp"
#include "text/kernels.hpp"
#include "text/line_state.hpp"
#include "text/tokens.hpp"

namespace krait::text {

class pretty_writer {
public:
  pretty_writer(std::string_view indent, const kernels& kernels);
  pretty_writer(const pretty_writer&) = delete;
  pretty_writer& operator=(const pretty_writer&) = delete;

  void reset() noexcept;
  // Appends the tokens [begin, end), which may stand one after another; the kind of the
  // one behind them is known, or no_token behind a text, and begins[end]. Stops once
  // `out` has more than `most` bytes; returns where. Throws std::bad_alloc.
  std::size_t write(const token_list& tokens, std::size_t begin, std::size_t end,
                    base::heap_buffer& out, std::size_t most = SIZE_MAX);

private:
  void write_one(const token_list& tokens, std::size_t token, base::heap_buffer& out);
  void add_line(base::heap_buffer& out) const;

  const kernels& kernels_;
  std::string indent_;
  std::string line_; // see line_state
  line_state state_;
};

} // namespace krait::text
