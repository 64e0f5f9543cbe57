// The text engine at any window and with any options, against the exact reader and
// against itself.
// SPDX-License-Identifier: Apache-2.0
//
// The first four bytes choose options, window and the size of reads, the rest is the
// input, in a block of its own. What must hold: the verdict and the place are those of
// json::diagnose(), text after text; another window gives the same answer; what was
// written is written the same once more.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "base/byte_order_mark.hpp"
#include "base/input_start.hpp"
#include "unit/text/text_io.hpp"
#include "json/characters.hpp"
#include "json/diagnosis.hpp"

namespace {

using krait::tests::transcoded;
namespace text = krait::text;

void require(bool holds) {
  if (!holds)
    std::abort();
}

text::settings settings_of(const std::uint8_t* choice) {
  text::settings chosen;
  chosen.form = static_cast<text::form>(choice[0] % 3);
  chosen.ascii = (choice[0] & 4) != 0;
  chosen.read.allow_nan = (choice[0] & 8) != 0;
  chosen.verbatim = (choice[0] & 16) != 0;
  chosen.duplicates =
      (choice[0] & 32) != 0 ? text::duplicates::keep : text::duplicates::last;
  chosen.indent = (choice[0] & 64) != 0 ? "\t" : "  ";
  if ((choice[0] & 128) != 0)
    chosen.read.max_depth = choice[1];
  chosen.window = 64 + choice[2] * 3u;
  return chosen;
}

// Whether all of `input` is texts; else where it is wrong.
bool is_right(std::string_view input, const text::settings& chosen, std::size_t& at) {
  at = input.starts_with(krait::base::byte_order_mark) ? 3 : 0;
  if (krait::base::wide_encoding(input) != krait::base::errc::ok)
    return false;
  for (;;) {
    while (at != input.size() && krait::json::is_space(input[at]))
      ++at;
    if (at == input.size())
      return true;
    const auto read =
        krait::json::diagnose(input.substr(at), chosen.read, krait::json::extent::one);
    const bool second_mark = input.substr(at).starts_with(krait::base::byte_order_mark);
    if (second_mark)
      return false;
    at += read.offset;
    if (!read.ok())
      return false;
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t choices = 4;
  if (size < choices)
    return 0;
  const auto block = std::make_unique<char[]>(size - choices + 1);
  std::copy(data + choices, data + size, block.get());
  const std::string_view input(block.get(), size - choices);
  const text::settings chosen = settings_of(data);
  const transcoded done = krait::tests::transcode(input, chosen, data[3]);

  std::size_t at = 0;
  const bool right = is_right(input, chosen, at);
  require(right == (done.outcome.ending == text::ending::complete));
  require(right || done.findings.back().at.offset == at);
  text::settings other = chosen;
  other.window = text::default_window;
  const transcoded again = krait::tests::transcode(input, other);
  require(again.written == done.written);
  require(again.outcome.texts == done.outcome.texts);
  require(again.findings.size() == done.findings.size());
  if (right) {
    const transcoded twice = krait::tests::transcode(done.written, other);
    require(twice.outcome.ending == text::ending::complete);
    require(twice.written == done.written);
  }
  return 0;
}
