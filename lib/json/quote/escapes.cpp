// The vectors that text is compared with.
// SPDX-License-Identifier: Apache-2.0
#include "json/quote/escapes.hpp"

namespace krait::json::quotes {

namespace {

constexpr std::array<std::uint8_t, 32> all(std::uint8_t byte) {
  std::array<std::uint8_t, 32> made{};
  made.fill(byte);
  return made;
}

} // namespace

const comparands comparands_32 = {all('"' ^ ' '), all(' '), all('\\'), all(0x7F)};

} // namespace krait::json::quotes
