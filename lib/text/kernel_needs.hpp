// What the files of stages 1 and 2 include before their target regions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "text/bits.hpp"
#include "text/block/tables.hpp"
#include "text/grammar_state.hpp"
#include "text/index_state.hpp"
#include "text/kernels.hpp"
#include "text/line_state.hpp"
#include "text/rewrite.hpp"
#include "text/tokens.hpp"
#include "json/characters.hpp"
#include "json/eight_digits.hpp"
#include "json/kernels.hpp"
#include "json/plain_fraction.hpp"
#include "json/scan/byte_masks.hpp"
#include "json/utf8.hpp"
