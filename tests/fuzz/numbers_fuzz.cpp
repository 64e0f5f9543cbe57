// Numbers in and out at the level of lib/json, on every instruction set at once.
// SPDX-License-Identifier: Apache-2.0
//
// The input is taken as a literal and, eight bytes at a time, as doubles and integers.
// What must hold: read_number() takes what RFC 8259's grammar takes, to the same end
// and with strtod()'s value; every kernel writes repr()'s text within its room, and it
// is read back as the same bits.
#include <bit>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "support/forced_isa.hpp"
#include "support/repr.hpp"
#include "json/characters.hpp"
#include "json/integer_text.hpp"
#include "json/kernels.hpp"
#include "json/number_reader.hpp"
#include "json/number_writer.hpp"

namespace {

using krait::json::number;
using krait::json::number_kind;

void require(bool holds) {
  if (!holds)
    std::abort();
}

// The grammar, letter by letter.
struct literal {
  std::size_t length = 0; // 0: malformed
  bool is_real = false;
};

std::size_t digits_at(std::string_view text, std::size_t at) {
  std::size_t count = 0;
  while (at + count < text.size() && krait::json::is_digit(text[at + count]))
    ++count;
  return count;
}

literal parse(std::string_view text) {
  literal found;
  std::size_t at = text.starts_with('-') ? 1 : 0;
  const std::size_t whole = digits_at(text, at);
  if (whole == 0 || (whole > 1 && text[at] == '0'))
    return {};
  at += whole;
  if (at < text.size() && text[at] == '.') {
    const std::size_t fraction = digits_at(text, at + 1);
    if (fraction == 0)
      return {};
    at += 1 + fraction;
    found.is_real = true;
  }
  if (at < text.size() && (text[at] | 0x20) == 'e') {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-'))
      ++at;
    const std::size_t exponent = digits_at(text, at);
    if (exponent == 0)
      return {};
    at += exponent;
    found.is_real = true;
  }
  found.length = at;
  return found;
}

void check_integer(const number& found, const std::string& digits) {
  std::int64_t value = 0;
  const auto fits =
      std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (found.kind == number_kind::integer)
    require(fits.ec == std::errc{} && found.integer == value);
  else
    require(found.kind == number_kind::long_integer && digits.size() >= 19);
}

void check_real(const number& found, const std::string& literal) {
  const double nearest = std::strtod(literal.c_str(), nullptr);
  if (std::isinf(nearest)) {
    require(found.kind == number_kind::out_of_range);
    return;
  }
  require(found.kind == number_kind::real);
  require(std::bit_cast<std::uint64_t>(found.real) ==
          std::bit_cast<std::uint64_t>(nearest));
}

// A block of its own each time, so that the sanitizer sees a read behind its zero byte.
number read(std::string_view text, std::vector<char>& block) {
  block.assign(text.begin(), text.end());
  block.push_back('\0');
  block.shrink_to_fit();
  return krait::json::read_number(block.data(), block.data() + text.size());
}

void check_literal(std::string_view text) {
  std::vector<char> block;
  const number found = read(text, block);
  const literal expected = parse(text);
  require(found.end >= block.data() && found.end <= block.data() + text.size());
  if (expected.length == 0) {
    require(found.kind == number_kind::malformed);
    return;
  }
  require(static_cast<std::size_t>(found.end - block.data()) == expected.length);
  const std::string taken(text.substr(0, expected.length));
  if (expected.is_real)
    check_real(found, taken);
  else
    check_integer(found, taken);
}

void check_short_integer(std::string_view text) {
  std::vector<char> block(text.begin(), text.end());
  block.push_back('\0');
  std::int64_t value = 0;
  const char* const end =
      krait::json::read_short_integer(block.data(), block.data() + text.size(), value);
  if (end == nullptr)
    return;
  const literal expected = parse(text);
  require(!expected.is_real &&
          static_cast<std::size_t>(end - block.data()) == expected.length);
  require(value == std::strtoll(block.data(), nullptr, 10));
}

void check_writing(double value) {
  if (!std::isfinite(value))
    return;
  static const auto sets = krait::tests::sets_under_test();
  const std::string expected = krait::tests::repr(value);
  for (const auto set : sets) {
    const std::vector<char> room(krait::json::real_room);
    char* const begin = const_cast<char*>(room.data());
    const char* const end = krait::json::kernels_of(set).write_real(begin, value);
    require(std::string_view(begin, static_cast<std::size_t>(end - begin)) == expected);
  }
  check_literal(expected);
}

void check_writing(std::int64_t value) {
  char text[krait::json::max_integer_length];
  const char* const end = krait::json::write_integer(text, value);
  require(std::string_view(text, static_cast<std::size_t>(end - text)) ==
          std::to_string(value));
  char magnitude[krait::json::magnitude_room];
  const auto bits = static_cast<std::uint64_t>(value);
  const char* const last = krait::json::write_magnitude(magnitude, bits);
  require(std::string_view(magnitude, static_cast<std::size_t>(last - magnitude)) ==
          std::to_string(bits));
}

void check_scaling(std::uint64_t significand, std::int16_t exponent) {
  if (significand == 0)
    return;
  const std::string text = std::to_string(significand) + "e" + std::to_string(exponent);
  const double expected = std::strtod(text.c_str(), nullptr);
  require(krait::json::scale_decimal(significand, exponent) == expected);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_literal(text);
  check_short_integer(text);
  for (std::size_t at = 0; at + 8 <= size; at += 8) {
    std::uint64_t bits = 0;
    std::memcpy(&bits, data + at, sizeof bits);
    check_writing(std::bit_cast<double>(bits));
    check_writing(static_cast<std::int64_t>(bits));
    check_writing(static_cast<double>(static_cast<std::int64_t>(bits)) / 1000);
    check_scaling(bits, static_cast<std::int16_t>(bits % 701) - 350);
  }
  return 0;
}
