// Feeds json::diagnose() arbitrary bytes under every option.
// SPDX-License-Identifier: Apache-2.0
//
// The first two bytes choose the options, the rest is the text, in a block of its own
// so that the sanitizer sees a read behind its end. What must hold: no crash, the same
// answer twice, an offset within the text, words and a path with every refusal.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "json/diagnosis.hpp"

namespace {

void require(bool holds) {
  if (!holds)
    std::abort();
}

krait::json::read_options options_of(std::uint8_t flags, std::uint8_t depth) {
  krait::json::read_options options;
  options.allow_nan = (flags & 1) != 0;
  options.max_depth = (flags & 2) != 0 ? depth : krait::json::default_max_depth;
  return options;
}

krait::json::limits limits_of(std::uint8_t flags) {
  krait::json::limits limits;
  limits.from_str = (flags & 4) != 0;
  limits.max_integer_digits = (flags & 8) != 0 ? 12 : 0;
  return limits;
}

void check(const krait::json::diagnosis& found, std::string_view text) {
  if (found.ok()) {
    require(found.message.empty() && found.path.empty());
    return;
  }
  require(found.offset <= text.size());
  require(!found.message.empty());
  require(found.path.starts_with("$"));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2)
    return 0;
  const auto options = options_of(data[0], data[1]);
  const auto limits = limits_of(data[0]);
  const auto extent =
      (data[0] & 16) != 0 ? krait::json::extent::one : krait::json::extent::whole;
  const std::vector<char> block(data + 2, data + size);
  const std::string_view text(block.data(), block.size());
  const auto found = krait::json::diagnose(text, options, extent, limits);
  const auto again = krait::json::diagnose(text, options, extent, limits);
  check(found, text);
  require(found.code == again.code && found.offset == again.offset &&
          found.message == again.message && found.path == again.path);
  // What is one whole text is one text at the start as well.
  if (found.ok() && extent == krait::json::extent::whole &&
      !text.starts_with("\xEF\xBB\xBF"))
    require(
        krait::json::diagnose(text, options, krait::json::extent::one, limits).ok());
  return 0;
}
