// The one file that touches simdjson: UTF-8 validation, by the kernel that KRAIT_ISA
// names. SPDX-License-Identifier: Apache-2.0
#include "pycore/core.hpp"

#include <string>

#include <simdjson.h>

#include "simd/isa.hpp"

namespace krait::pycore {

namespace {

const char* simdjson_name(simd::isa set) noexcept {
  switch (set) {
  case simd::isa::avx512: return "icelake";
  case simd::isa::avx2: return "haswell";
  case simd::isa::sse42: return "westmere";
  case simd::isa::scalar: break;
  }
  return "fallback";
}

// Where simdjson was built without the kernel of our choice, its own choice stands
// unless one was forced; then the fallback is right everywhere.
const simdjson::implementation& choose() noexcept {
  const simd::selection& selected = simd::selected();
  const auto& available = simdjson::get_available_implementations();
  if (const auto* same = available[simdjson_name(selected.chosen)];
      same != nullptr && same->supported_by_runtime_system())
    return *same;
  if (selected.forced.empty())
    return *available.detect_best_supported();
  const auto* fallback = available["fallback"];
  return fallback != nullptr ? *fallback : *available.detect_best_supported();
}

const simdjson::implementation& chosen() noexcept {
  static const simdjson::implementation& once = choose();
  return once;
}

} // namespace

bool is_valid_utf8(std::string_view bytes) noexcept {
  return chosen().validate_utf8(bytes.data(), bytes.size());
}

// From the numbers, as the macro SIMDJSON_VERSION is a string in some releases only.
std::string_view simdjson_version() noexcept {
  static const std::string version =
      std::to_string(simdjson::SIMDJSON_VERSION_MAJOR) + '.' +
      std::to_string(simdjson::SIMDJSON_VERSION_MINOR) + '.' +
      std::to_string(simdjson::SIMDJSON_VERSION_REVISION);
  return version;
}

std::string_view simdjson_kernel() noexcept {
  static const std::string name = chosen().name();
  return name;
}

} // namespace krait::pycore
