// The layout of diagnostics.
// SPDX-License-Identifier: Apache-2.0
#include "app/report/diagnostic.hpp"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "app/report/excerpt.hpp"
#include "app/report/visible.hpp"

namespace krait::report {
namespace {

constexpr std::size_t indent = 4;

std::string format_excerpt(const diagnostic& finding, std::size_t terminal_columns) {
  if (finding.line_text.empty())
    return {};
  const std::size_t columns = terminal_columns - std::min(terminal_columns, indent);
  const excerpt shown = make_excerpt(finding.line_text, finding.line_offset, columns);
  return fmt::format("{0:{1}}{2}\n{0:{1}}{3}\n", "", indent, shown.line, shown.caret);
}

std::string format_place(const diagnostic& finding) {
  if (finding.path.empty())
    return {};
  if (finding.record == 1)
    return fmt::format("  in {}\n", visible(finding.path));
  return fmt::format("  in record {}, {}\n", finding.record, visible(finding.path));
}

} // namespace

std::string format(const diagnostic& finding, std::size_t terminal_columns) {
  return fmt::format("{}:{}:{}: {}\n", visible(finding.file), finding.line,
                     finding.column, visible(finding.what)) +
         format_excerpt(finding, terminal_columns) + format_place(finding);
}

std::string format_io_failure(std::string_view file, std::string_view what,
                              int error_number) {
  return fmt::format("{}: {}: {}\n", visible(file), what, std::strerror(error_number));
}

} // namespace krait::report
