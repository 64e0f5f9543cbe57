// A FILE of the command line, opened; `-` is standard input.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "io/descriptor.hpp"
#include "io/result.hpp"

namespace krait::app {

class input_file {
public:
  explicit input_file(const std::string& argument);

  io::result open();
  int number() const noexcept;
  bool is_standard_input() const noexcept { return standard_; }
  // For messages.
  const std::string& name() const noexcept { return name_; }

private:
  std::string name_;
  bool standard_;
  io::descriptor file_;
};

// The FILEs that were given; without any, standard input.
std::vector<std::string> inputs_of(const std::vector<std::string>& files);

// "FILE: cannot be read: why", said on standard error; io::file_changed is a reason.
void report_unreadable(const std::string& name, const io::result& failure);

} // namespace krait::app
