// The layout of messages.
// SPDX-License-Identifier: Apache-2.0
#include "app/report/diagnostic.hpp"

#include <cerrno>

#include <doctest/doctest.h>

using namespace krait;

TEST_CASE("a diagnostic has place, line, caret and path") {
  report::diagnostic finding;
  finding.file = "orders.json";
  finding.line = 12;
  finding.column = 9;
  finding.what = "string is not closed";
  finding.line_text = "\"name\": \"abc";
  finding.line_offset = 8;
  finding.path = "$.orders[3].name";
  CHECK(report::format(finding, 80) == "orders.json:12:9: string is not closed\n"
                                       "    \"name\": \"abc\n"
                                       "            ^\n"
                                       "  in $.orders[3].name\n");
  finding.record = 7;
  finding.line_text = "";
  CHECK(report::format(finding, 80) == "orders.json:12:9: string is not closed\n"
                                       "  in record 7, $.orders[3].name\n");
  finding.path = "";
  CHECK(report::format(finding, 80) == "orders.json:12:9: string is not closed\n");
}

TEST_CASE("names and messages cannot steer the terminal") {
  report::diagnostic finding;
  finding.file = "a\x1b[31m";
  finding.what = "not '\x07'";
  finding.path = "$[\"\x1b\"]";
  CHECK(report::format(finding, 80) == "a^[[31m:1:1: not '^G'\n  in $[\"^[\"]\n");
  CHECK(report::format_io_failure("x\ny", "cannot be read", ENOENT) ==
        "x^Jy: cannot be read: No such file or directory\n");
}
