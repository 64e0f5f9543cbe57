// What can be wrong with a JSON text, and where: the error codes every room shares.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace krait::base {

// One enumerator for each rule that a text can break. The fast readers report only the
// coarse `malformed`; json::diagnose() says which rule it was.
enum class errc : std::uint8_t {
  ok,
  out_of_memory,
  malformed, // some rule of the grammar, not yet known which
  // Encoding
  invalid_utf8,
  utf16_text,
  utf32_text,
  // Structure
  empty_text,
  missing_value,
  unclosed_array,
  unclosed_object,
  mismatched_bracket,
  missing_comma,
  missing_colon,
  missing_key,
  trailing_comma,
  key_not_string,
  data_after_text,
  missing_space,
  too_deep,
  // Strings
  unclosed_string,
  control_character,
  invalid_escape,
  invalid_unicode_escape,
  single_quoted,
  // Numbers and literals
  invalid_literal,
  nan_not_allowed,
  leading_plus,
  leading_zero,
  missing_integer_digits,
  missing_fraction_digits,
  missing_exponent_digits,
  number_out_of_range,
  integer_too_long,
  comment,
  // What is valid and loses something
  duplicate_key,
  lossy_number,
  last_ = lossy_number,
};

// The rule in words, as diagnostics and exceptions print it; static storage.
std::string_view message(errc code) noexcept;

// The outcome of reading: a code, and the byte offset where the reader gave up.
struct [[nodiscard]] status {
  errc code = errc::ok;
  std::size_t offset = 0;

  bool ok() const noexcept { return code == errc::ok; }
};

} // namespace krait::base
