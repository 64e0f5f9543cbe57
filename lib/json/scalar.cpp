// The specification of the JSON kernels, in plain C++ for any machine.
// SPDX-License-Identifier: Apache-2.0
#include "json/kernels.hpp"

#include "json/characters.hpp"
#include "json/utf8.hpp"

namespace krait::json::scalar {

namespace {

const char* find_escapable(const char* p, const char* end) noexcept {
  while (p != end && !is_escapable(*p))
    ++p;
  return p;
}

const char* find_not_plain(const char* p, const char* end) noexcept {
  while (p != end && is_plain(*p))
    ++p;
  return p;
}

constexpr bool is_verbatim(std::uint32_t value) noexcept {
  return !(value < 0x80 && is_escapable(static_cast<char>(value))) &&
         !is_surrogate(value);
}

template <class Unit>
encoded<Unit> encode(const Unit* p, const Unit* end, char* out) noexcept {
  for (; p != end && is_verbatim(*p); ++p)
    out = encode_utf8(out, *p);
  return {p, out};
}

} // namespace

const kernels table = {
    simd::isa::scalar,    find_escapable,        find_not_plain,
    write_real,           write_reals,           write_pairs,
    encode<std::uint8_t>, encode<std::uint16_t>, encode<std::uint32_t>};

} // namespace krait::json::scalar
