// What --time measures.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "timing/stopwatch.hpp"

namespace krait::app {

struct phases {
  timing::phase read;
  timing::phase text;  // the text engine, all but reading and writing
  timing::phase loads; // the python engine; UTF-8 validation included
  timing::phase dumps;
  timing::phase write;
};

} // namespace krait::app
