// Where results go: standard output, a file that appears whole, or a device or pipe.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "io/atomic_file.hpp"
#include "io/descriptor.hpp"
#include "io/result.hpp"

namespace krait::io {

// Without open(): standard output.
class output_file {
public:
  output_file() noexcept = default;

  // A regular file, or a name that is free, is written atomically. What is there and is
  // no regular file (/dev/null, a FIFO) is written straight; /dev/stdout, /dev/fd/N and
  // the like are this process's own descriptors, whatever file those lead to.
  result open(const std::string& target) noexcept;
  result write(std::string_view bytes) noexcept;
  // Makes what was written count. Without it an atomic file is as it was.
  result commit() noexcept;

private:
  enum class kind { standard_output, straight, atomic };

  kind kind_ = kind::standard_output;
  descriptor straight_;
  atomic_file atomic_;
};

} // namespace krait::io
