// ASCII text into JSON strings, with SSE4.2.
// SPDX-License-Identifier: Apache-2.0
//
// To be included inside a target region of its instruction set, after <immintrin.h>.
#pragma once

#include <cstddef>
#include <cstdint>

#include "simd/short_load.hpp"
#include "json/characters.hpp"
#include "json/quote/escapes.hpp"

namespace krait::json::sse42 {

namespace {

#include "json/quote/narrow.hpp"

using quoting = narrow_quoting;

} // namespace

} // namespace krait::json::sse42
