// The functions of one scan behind pointers.
// SPDX-License-Identifier: Apache-2.0
//
// Included once for each instruction set, inside its namespace and its target region,
// by scan_test.cpp. No include guard, no includes.

std::size_t first_stop(const char* p) {
  const auto found = scan::string_stops(p);
  return found == 0 ? scan::step : scan::first(found);
}

std::size_t first_quote(const char* p) {
  const auto found = scan::quotes(p);
  return found == 0 ? scan::step : scan::first(found);
}

number_bits numbers(const char* p) {
  const auto found = scan::numbers(p);
  return {found.ends, found.not_digits, found.spaces};
}

const scan_functions functions = {
    scan::step,         scan::stride,      first_stop,   first_quote,
    scan::is_plain,     scan::matches,     scan::copy,   scan::measure,
    scan::copy_plain,   scan::widen_plain, scan::narrow, scan::leading_space,
    scan::not_digits32, numbers,           scan::digits, scan::few_digits,
    scan::marks,        scan::spaces,
};
