// What dumper.hpp wants to be included before it, outside any target region.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pycore/python.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

#include "base/output_buffer.hpp"
#include "pycore/bytes_buffer.hpp"
#include "pycore/compat/values.hpp"
#include "pycore/dumping.hpp"
#include "pycore/line_breaks.hpp"
#include "pycore/sorted_members.hpp"
#include "pycore/str_writer.hpp"
#include "pycore/values.hpp"
#include "pycore/writer.hpp"
#include "json/characters.hpp"
#include "json/integer_text.hpp"
#include "json/kernels.hpp"
#include "json/number_writer.hpp"
#include "json/quote/escapes.hpp"
#include "json/string_writer.hpp"
