// Strings and numbers that may not be written as they stand: how they are written.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace krait::text {

struct rewrite_options {
  bool verbatim = false;     // escapes and numbers stay; they are only checked
  bool keep_numbers = false; // only the range of numbers matters
  bool ascii = false;
  bool watch_lossy = false;
};

// What rewriting found, beside what it wrote.
struct rewrite_log {
  bool bad = false; // no JSON; where and why, the exact reader says
  std::uint64_t lossy = 0;
  const char* first_lossy = nullptr; // in the input
};

// At p, in a string, behind a reverse solidus that has been written before `out`: a
// `u`, a solidus, or what is no escape. Writes the canonical form over the reverse
// solidus; `taken` is how many characters from p it stands for. At most 11 bytes from p
// are read.
char* rewrite_escape(const char* p, char* out, std::size_t& taken,
                     const rewrite_options& options, rewrite_log& log) noexcept;

// At p, in a string: a byte from 0x80 up, or DEL. Writes the escape. At most 4 bytes
// are read.
char* rewrite_as_ascii(const char* p, char* out, std::size_t& taken,
                       rewrite_log& log) noexcept;

// The number of `length` bytes that was written before `out`; `literal` are the same
// bytes, in the input or there, followed by one that is no part of a number, and 64
// that may be read. Writes it anew in the same place; up to `length` + 24 bytes and
// some.
char* rewrite_number(const char* literal, std::size_t length, char* out,
                     const rewrite_options& options, rewrite_log& log) noexcept;

// How a number is written instead: as repr() writes the double, or as 0.
struct new_number {
  double value;
  bool integral_zero;
};

// Whether the number may be written as it stands, or is refused; else `to` says how it
// is written. `literal` as above, in the input. Not for who watches for lossy numbers.
bool number_stands(const char* literal, std::size_t length,
                   const rewrite_options& options, new_number& to,
                   rewrite_log& log) noexcept;

// Whether no double has the decimal value of `literal`, a number whose nearest double
// is written `shortest`.
bool is_lossy(const char* literal, const char* literal_end, const char* shortest,
              const char* shortest_end) noexcept;

} // namespace krait::text
