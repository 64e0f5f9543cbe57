// Walks the tree of commands and options; the prose around it stands here.
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/man_page.hpp"

#include <string_view>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/cli/help_format.hpp"
#include "app/report/exit_code.hpp"
#include "base/version.hpp"

namespace krait::app {
namespace {

// What troff would take for its own: backslashes, and dots and quotes at a line's
// start.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const bool at_line_start = result.empty() || result.back() == '\n';
    if (at_line_start && (c == '.' || c == '\''))
      result += "\\&";
    if (c == '\\')
      result += "\\e";
    else if (c == '-')
      result += "\\-";
    else
      result += c;
  }
  return result;
}

constexpr std::string_view introduction = R"(.SH DESCRIPTION
.B krait
reads JSON and writes it again: the bytes are those that Python's json module would
write of the objects it reads. Where krait is stricter or keeps more than that module,
its documentation lists it. Two engines give the same bytes. The text engine makes no
objects, needs no Python and little memory, whatever the size of its input (with
.B \-\-sort\-keys
as much as the longest text is long); the python engine makes them, and is what
.B bench
runs on.
.B krait
takes the text engine unless it is told otherwise.
.PP
Input is one or more JSON texts, one after another or one a line (NDJSON), each written
in order. Without
.IR FILE ,
or where it is
.BR \- ,
standard input is read, and messages call it
.BR <stdin> .
Where the first argument is no command,
.B pretty
is meant. The first 2 MB of a text's output are held back: what fits is written whole or
not at all, as soon as it is complete; a longer text is written while it is read. An
input that is no JSON ends the work there, unless
.B \-\-on\-error skip
goes on with the line behind the fault; a
.I FILE
that cannot be read is reported and passed over. A
.I FILE
without any text is an error; with
.B pretty
and
.B compact
empty standard input is none.
.PP
JSON is that of RFC 8259: UTF\-8, no comments, no trailing commas. A byte order mark at
the start is dropped. Integers are exact (in the python engine up to a million digits); a
number that a double cannot hold is an error.
.PP
What is lost is said. Of a key that stands twice in an object the last value counts, at
the first one's place; the first such key of an input is noted on standard error with
both places, and their number. A number is lossy where no double has exactly its value:
that is ordinary for decimals, and noted with
.B \-\-verbose
only.
.B \-\-strict
makes errors of both.
.B \-\-verbatim
leaves numbers, escapes and duplicate keys as they are written.
)";

constexpr std::string_view conclusion = R"(.SH DIAGNOSTICS
Results go to standard output, all else to standard error. A diagnostic reads
.IP
.nf
FILE:LINE:COLUMN: what is wrong
    the line, cut to the terminal
    \(ha
  in record N, $.path.to["the value"][3]
.fi
.PP
A note has
.B note:
before what it says. Columns count code points. The record's number stands there from an input's second text
on. Control characters of the line are made visible
.RB ( \(haI
for a tab).
.PP
With
.B \-o
the old content of
.I FILE
stays as it was unless every input could be read and is valid. The new content is
written to a temporary file beside it, which is renamed; permissions are kept, a symbolic
link is followed, and what is no regular file (a device, a FIFO) is written directly.
.PP
When standard output is closed early, as by
.BR head (1),
krait ends without a word.
.SH ENVIRONMENT
.TP
.B KRAIT_ISA
Forces one of the instruction sets
.BR avx512 ,
.BR avx2 ,
.B sse42
and
.BR scalar ;
one that the machine lacks is an error.
.TP
.B KRAIT_COMPAT
.B public
keeps to CPython's documented API; without it objects are written straight into memory
where CPython's layout is known.
.TP
.B VIRTUAL_ENV
The virtual environment in which
.B bench
looks for orjson, unless
.B \-\-python\-env
names another.
.TP
.B COLUMNS
The width of the terminal, for the lines in diagnostics.
.PP
No variable of Python's has any influence: the interpreter inside is isolated.
.SH EXAMPLES
.nf
krait orders.json
krait compact \-\-sort\-keys orders.json \-o orders.json
tail \-f events.ndjson | krait compact
krait check *.json
krait bench \-\-python\-env .venv orders.json
.fi
.SH SEE ALSO
.BR jq (1),
.BR python3 (1)
)";

std::string format_names(const CLI::Option& option) {
  std::string names;
  const auto add = [&names](std::string_view dashes, const std::string& name) {
    names += fmt::format("{}\\fB{}\\fR", names.empty() ? "" : ", ",
                         escaped(std::string(dashes) + name));
  };
  for (const std::string& name : option.get_snames())
    add("-", name);
  for (const std::string& name : option.get_lnames())
    add("--", name);
  return names;
}

std::string format_option(const CLI::Option& option) {
  if (option.nonpositional()) {
    std::string entry = ".TP\n" + format_names(option);
    if (option.get_items_expected_max() > 0)
      entry += fmt::format(" \\fI{}\\fR", escaped(option.get_type_name()));
    return entry + fmt::format("\n{}.\n", escaped(describe(option)));
  }
  return fmt::format(".TP\n\\fI{}\\fR\n{}.\n", escaped(option.get_name(true)),
                     escaped(option.get_description()));
}

std::string format_synopsis(const CLI::App& command) {
  std::string files;
  for (const CLI::Option* option : command.get_options())
    if (option->get_positional())
      files = option->get_required() ? "\\fIFILE\\fR..." : "[\\fIFILE\\fR...]";
  return fmt::format(".B krait {}\n[\\fIOPTIONS\\fR] {}\n.br\n", command.get_name(),
                     files);
}

std::string format_options(const CLI::App& command) {
  std::string text;
  for (const CLI::Option* option : command.get_options())
    text += format_option(*option);
  return text;
}

std::string format_command(const CLI::App& command) {
  return fmt::format(".SS \"krait {}\"\n{}.\n{}", command.get_name(),
                     escaped(command.get_description()), format_options(command));
}

std::string format_exit_status() {
  std::string text = ".SH \"EXIT STATUS\"\nThe most serious of what happened:\n";
  for (const report::exit_meaning& entry : report::exit_meanings)
    text += fmt::format(".TP\n.B {}\n{}\n", static_cast<int>(entry.code),
                        escaped(entry.meaning));
  return text;
}

} // namespace

std::string man_page(const CLI::App& root) {
  const auto commands = root.get_subcommands(
      [](const CLI::App* command) { return !command->get_name().empty(); });
  std::string text = fmt::format(
      ".\\\" Generated by krait --generate man.\n"
      ".TH KRAIT 1 \"\" \"krait {}\" \"User Commands\"\n"
      ".SH NAME\nkrait \\- JSON transcoder for the command line\n.SH SYNOPSIS\n"
      ".B krait\n[\\fIOPTIONS\\fR] [\\fIFILE\\fR...]\n.br\n",
      base::version());
  for (const CLI::App* command : commands)
    text += format_synopsis(*command);
  text += introduction;
  text += ".SH COMMANDS\n";
  for (const CLI::App* command : commands)
    text += format_command(*command);
  text += ".SS krait\nWithout a command:\n" + format_options(root);
  return text + format_exit_status() + std::string(conclusion);
}

} // namespace krait::app
