// The specification of the JSON kernels, in plain C++ for any machine.
// SPDX-License-Identifier: Apache-2.0
#include "json/kernels.hpp"

#include "json/characters.hpp"

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

} // namespace

const kernels table = {simd::isa::scalar, find_escapable, find_not_plain, write_real};

} // namespace krait::json::scalar
