// What loader.hpp wants to be included before it, outside any target region.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pycore/python.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <utility>

#include "base/output_buffer.hpp"
#include "base/status.hpp"
#include "pycore/compat/layout.hpp"
#include "pycore/loading.hpp"
#include "pycore/objects.hpp"
#include "pycore/unicode.hpp"
#include "simd/kernels.hpp"
#include "json/characters.hpp"
#include "json/decimal.hpp"
#include "json/eight_digits.hpp"
#include "json/kernels.hpp"
#include "json/number_reader.hpp"
#include "json/scan/byte_masks.hpp"
#include "json/utf8.hpp"
