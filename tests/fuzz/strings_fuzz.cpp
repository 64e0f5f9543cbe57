// Strings in and out at the level of lib/json and lib/simd: every kernel against
// scalar. SPDX-License-Identifier: Apache-2.0
//
// The first byte chooses where in the input a run begins. Each kernel reads a block
// that ends with the run and writes to one of exactly the promised room, so that the
// sanitizer sees every byte beyond. What must hold: all sets answer as scalar does;
// scalar answers as one code point at a time does; what is encoded is decoded to the
// same units.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "simd/kernels.hpp"
#include "support/forced_isa.hpp"
#include "json/characters.hpp"
#include "json/kernels.hpp"
#include "json/utf8.hpp"

namespace {

using krait::simd::isa;

void require(bool holds) {
  if (!holds)
    std::abort();
}

const std::vector<isa>& sets() {
  static const auto all = krait::tests::sets_under_test();
  return all;
}

void check_finders(std::string_view text) {
  const std::vector<char> block(text.begin(), text.end());
  const char* const begin = block.data();
  const char* const end = begin + block.size();
  const char* const escapable = std::find_if(begin, end, krait::json::is_escapable);
  const char* const unusual = std::find_if_not(begin, end, krait::json::is_plain);
  for (const isa set : sets()) {
    const auto& kernels = krait::json::kernels_of(set);
    require(kernels.find_escapable(begin, end) == escapable);
    require(kernels.find_not_plain(begin, end) == unusual);
  }
}

template <class Unit> struct width;
template <> struct width<std::uint8_t> {
  static constexpr auto encode = &krait::json::kernels::latin1_to_utf8;
  static constexpr auto decode = &krait::simd::kernels::utf8_to_latin1;
  static constexpr std::size_t most_bytes = 2;
  static constexpr std::uint32_t highest = 0xFF;
};
template <> struct width<std::uint16_t> {
  static constexpr auto encode = &krait::json::kernels::ucs2_to_utf8;
  static constexpr auto decode = &krait::simd::kernels::utf8_to_ucs2;
  static constexpr std::size_t most_bytes = 3;
  static constexpr std::uint32_t highest = 0xFFFF;
};
template <> struct width<std::uint32_t> {
  static constexpr auto encode = &krait::json::kernels::ucs4_to_utf8;
  static constexpr auto decode = &krait::simd::kernels::utf8_to_ucs4;
  static constexpr std::size_t most_bytes = 4;
};

template <class Unit> bool is_verbatim(Unit unit) {
  const bool is_ascii = unit < 0x80;
  return is_ascii ? !krait::json::is_escapable(static_cast<char>(unit))
                  : !krait::json::is_surrogate(unit);
}

template <class Unit> void check_encoder(const std::vector<Unit>& units) {
  std::string expected;
  std::size_t taken = 0;
  for (; taken < units.size() && is_verbatim(units[taken]); ++taken) {
    char bytes[4];
    expected.append(bytes, krait::json::encode_utf8(bytes, units[taken]));
  }
  for (const isa set : sets()) {
    std::vector<char> out(units.size() * width<Unit>::most_bytes +
                          krait::json::encoder_slack);
    const auto found = (krait::json::kernels_of(set).*width<Unit>::encode)(
        units.data(), units.data() + units.size(), out.data());
    require(found.stop == units.data() + taken);
    require(std::string_view(out.data(), static_cast<std::size_t>(
                                             found.out - out.data())) == expected);
  }
}

template <class Unit>
void check_decoder(const std::vector<char>& text,
                   const std::vector<std::uint32_t>& points) {
  const std::vector<Unit> expected(points.begin(), points.end());
  for (const isa set : sets()) {
    std::vector<Unit> found(points.size());
    (krait::simd::kernels_of(set).*
     width<Unit>::decode)(text.data(), text.data() + text.size(), found.data());
    require(found == expected);
  }
}

// Of text that is valid but for surrogates.
void check_decoders(std::string_view text) {
  const std::vector<char> block(text.begin(), text.end());
  const char* const end = block.data() + block.size();
  std::vector<std::uint32_t> points;
  std::uint32_t highest = 0;
  std::uint8_t highest_byte = 0;
  for (const char* p = block.data(); p != end;) {
    const auto point = krait::json::decode_utf8(p, end, true);
    require(point.length != 0);
    points.push_back(point.value);
    highest = std::max(highest, point.value);
    p += point.length;
  }
  for (const char byte : block)
    highest_byte = std::max(highest_byte, static_cast<std::uint8_t>(byte));
  for (const isa set : sets()) {
    const auto found = krait::simd::kernels_of(set).measure_utf8(block.data(), end);
    require(found.code_points == points.size() && found.highest == highest_byte);
  }
  if (highest <= width<std::uint8_t>::highest)
    check_decoder<std::uint8_t>(block, points);
  if (highest <= width<std::uint16_t>::highest)
    check_decoder<std::uint16_t>(block, points);
  check_decoder<std::uint32_t>(block, points);
}

// The input as code units of one width; what is no code point is brought below the
// limit.
template <class Unit> std::vector<Unit> units_of(std::string_view text) {
  std::vector<Unit> units;
  for (std::size_t at = 0; at + sizeof(Unit) <= text.size(); at += sizeof(Unit)) {
    std::uint32_t unit = 0;
    for (std::size_t i = 0; i < sizeof(Unit); ++i)
      unit |= static_cast<std::uint32_t>(static_cast<std::uint8_t>(text[at + i]))
              << (8 * i);
    if constexpr (sizeof(Unit) == 4) // near the other widths for the most part
      unit = (unit & 3) != 0 ? (unit >> 2) % 0x3000 : (unit >> 2) % 0x110000;
    units.push_back(static_cast<Unit>(unit));
  }
  units.shrink_to_fit();
  return units;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0)
    return 0;
  std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  text.remove_prefix(std::min<std::size_t>(data[0] & 63, text.size()));
  check_finders(text);
  check_encoder(units_of<std::uint8_t>(text));
  check_encoder(units_of<std::uint16_t>(text));
  check_encoder(units_of<std::uint32_t>(text));
  check_decoders(text.substr(0, krait::json::find_invalid_utf8(text, true)));
  return 0;
}
