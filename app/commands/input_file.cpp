// Names and descriptors of what is read.
// SPDX-License-Identifier: Apache-2.0
#include "app/commands/input_file.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include "app/report/diagnostic.hpp"
#include "app/report/standard_error.hpp"
#include "app/report/visible.hpp"
#include "io/input_reader.hpp"

namespace krait::app {

input_file::input_file(const std::string& argument)
    : name_(argument == "-" ? "<stdin>" : argument), standard_(argument == "-") {}

io::result input_file::open() {
  return standard_ ? io::result{} : io::open_to_read(name_.c_str(), file_);
}

int input_file::number() const noexcept {
  return standard_ ? STDIN_FILENO : file_.number();
}

std::vector<std::string> inputs_of(const std::vector<std::string>& files) {
  return files.empty() ? std::vector<std::string>{"-"} : files;
}

void report_unreadable(const std::string& name, const io::result& failure) {
  if (failure.error == io::file_changed)
    report::say(fmt::format("{}: changed while it was read\n", report::visible(name)));
  else
    report::say(report::format_io_failure(name, "cannot be read", failure.error));
}

} // namespace krait::app
