// Where a path leads once every symbolic link at its end has been followed.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "io/result.hpp"

namespace krait::io {

// `path` becomes the name of what the link points to, which need not exist (realpath(3)
// insists that it does). Links in the folders before it are left to the kernel.
result follow_links(std::string& path) noexcept;

// The folder part of `path`, for opening: "." where there is none.
std::string folder_of(const std::string& path);

} // namespace krait::io
