// Looks at folder names, and at nothing else.
// SPDX-License-Identifier: Apache-2.0
#include "pyhost/virtual_environment.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <vector>

namespace krait::pyhost {
namespace {

namespace fs = std::filesystem;

std::string folder_name(python_version version) {
  return "python" + std::to_string(version.major) + "." + std::to_string(version.minor);
}

bool is_folder(const fs::path& path) {
  std::error_code ignored; // what cannot be looked at is of no use
  return fs::is_directory(path, ignored);
}

// "3.12" for each lib/python3.12 with packages, in order.
std::vector<std::string> versions_in(const fs::path& library) {
  constexpr std::string_view prefix = "python";
  std::vector<std::string> found;
  std::error_code failed;
  for (fs::directory_iterator entry(library, failed), end; !failed && entry != end;
       entry.increment(failed)) {
    const std::string name = entry->path().filename().string();
    if (name.starts_with(prefix) && is_folder(entry->path() / "site-packages"))
      found.push_back(name.substr(prefix.size()));
  }
  std::sort(found.begin(), found.end());
  return found;
}

} // namespace

std::string site_packages_of(const std::string& path, python_version wanted) {
  const fs::path library = fs::path(path) / "lib";
  const fs::path packages = library / folder_name(wanted) / "site-packages";
  if (is_folder(packages))
    return fs::absolute(packages).string();
  const std::vector<std::string> others = versions_in(library);
  if (others.empty())
    throw environment_error(path + " is no virtual environment: it has no " +
                            packages.lexically_relative(path).string());
  throw environment_error(path + " is an environment of Python " + others.back() +
                          ", but krait embeds Python " + std::to_string(wanted.major) +
                          "." + std::to_string(wanted.minor));
}

} // namespace krait::pyhost
