// The wording of every rule, in one table.
// SPDX-License-Identifier: Apache-2.0
#include "base/status.hpp"

namespace krait::base {

std::string_view message(errc code) noexcept {
  switch (code) {
  case errc::ok: return "no error";
  case errc::out_of_memory: return "out of memory";
  case errc::malformed: return "not valid JSON";
  case errc::invalid_utf8: return "invalid UTF-8";
  case errc::utf16_text: return "the text is UTF-16; only UTF-8 is supported";
  case errc::utf32_text: return "the text is UTF-32; only UTF-8 is supported";
  case errc::empty_text: return "there is no JSON text";
  case errc::missing_value: return "a value is expected here";
  case errc::unclosed_array: return "array is not closed";
  case errc::unclosed_object: return "object is not closed";
  case errc::mismatched_bracket:
    return "closing bracket does not match the opening one";
  case errc::missing_comma: return "',' or a closing bracket is expected here";
  case errc::missing_colon: return "':' is expected after the key";
  case errc::missing_key: return "a key in double quotes is expected here";
  case errc::trailing_comma: return "trailing comma";
  case errc::key_not_string: return "keys must be strings in double quotes";
  case errc::data_after_text: return "unexpected data after the JSON text";
  case errc::missing_space: return "white space is expected between two JSON texts";
  case errc::too_deep: return "nested deeper than the limit";
  case errc::unclosed_string: return "string is not closed";
  case errc::control_character:
    return "control character in a string must be written as an escape";
  case errc::invalid_escape: return "invalid escape sequence";
  case errc::invalid_unicode_escape: return "\\u must be followed by four hex digits";
  case errc::single_quoted: return "strings must be in double quotes";
  case errc::invalid_literal: return "invalid literal";
  case errc::nan_not_allowed: return "NaN and Infinity are not JSON";
  case errc::leading_plus: return "a number must not begin with '+'";
  case errc::leading_zero: return "a number must not begin with a superfluous zero";
  case errc::missing_integer_digits: return "a digit is expected here";
  case errc::missing_fraction_digits:
    return "a digit is expected after the decimal point";
  case errc::missing_exponent_digits: return "a digit is expected in the exponent";
  case errc::number_out_of_range: return "number is out of the range of a double";
  case errc::integer_too_long: return "integer has more digits than the limit allows";
  case errc::comment: return "comments are not JSON";
  case errc::duplicate_key: return "the key stands twice in its object";
  case errc::lossy_number: return "no double has exactly the value of the number";
  }
  return "unknown error";
}

} // namespace krait::base
