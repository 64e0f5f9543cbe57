// pycore's functions with their errors as exceptions.
// SPDX-License-Identifier: Apache-2.0
#include "pyhost/transcoder.hpp"

#include <algorithm>

#include "pyhost/python_error.hpp"

namespace krait::pyhost {
namespace {

// The length of the code point at the start of `bytes`; 0 where there is none.
std::size_t code_point_length(std::string_view bytes) noexcept {
  for (std::size_t length = 1; length <= std::min<std::size_t>(4, bytes.size());
       ++length)
    if (pycore::is_valid_utf8(bytes.substr(0, length)))
      return length;
  return 0;
}

} // namespace

base::status transcoder::load(std::string_view text, const json::read_options& options,
                              std::size_t& consumed) {
  value_ = {}; // before the next one: two big documents need not fit at a time
  base::status failure;
  value_ = pycore::load_one(*core_, text, options, consumed, failure);
  if (!value_ && failure.ok())
    throw_python_error();
  return failure;
}

void transcoder::dump(const json::write_options& options,
                      base::output_buffer& out) const {
  if (!pycore::dump(*core_, value_.lend(), options, nullptr, out))
    throw_python_error();
}

std::size_t valid_utf8_prefix(std::string_view bytes) noexcept {
  if (pycore::is_valid_utf8(bytes))
    return bytes.size();
  // Some byte is bad: halve the distance to it, then go on by code points. A cut inside
  // a code point makes a half look invalid; the search then only ends further left.
  std::size_t good = 0;
  for (std::size_t step = bytes.size() / 2; step > 64; step /= 2)
    if (pycore::is_valid_utf8(bytes.substr(good, step)))
      good += step;
  while (const std::size_t length = code_point_length(bytes.substr(good)))
    good += length;
  return good;
}

} // namespace krait::pyhost
