// sched_getaffinity(2), and the files in which Linux keeps the quotas of a process.
// SPDX-License-Identifier: Apache-2.0
#include "io/cpus.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <sched.h>

#include "io/descriptor.hpp"
#include "io/input_reader.hpp"

namespace krait::io {
namespace {

using small_file = std::array<char, 4096>;

// Its start, without the newline; empty where it cannot be read.
std::string_view read_small(const char* path, small_file& content) noexcept {
  descriptor file;
  std::size_t got = 0;
  if (!open_to_read(path, file).ok() ||
      !input_reader(file.number()).read_all(content.data(), content.size(), got).ok())
    return {};
  std::string_view text{content.data(), got};
  while (text.ends_with('\n'))
    text.remove_suffix(1);
  return text;
}

std::size_t allowed_cpus() noexcept {
  cpu_set_t set;
  if (::sched_getaffinity(0, sizeof set, &set) != 0)
    return 1; // more CPUs than the set holds: one is never wrong
  return static_cast<std::size_t>(std::max(CPU_COUNT(&set), 1));
}

std::size_t smaller_limit(std::size_t one, std::size_t other) noexcept {
  return one == 0 || (other != 0 && other < one) ? other : one;
}

// Of version 2: cpu.max of the own group and of all above it. `group` is the path in
// the line "0::/path" of /proc/self/cgroup.
std::size_t quota_of_groups(std::string_view group) noexcept {
  constexpr std::string_view root = "/sys/fs/cgroup";
  constexpr std::string_view name = "/cpu.max";
  std::size_t limit = 0;
  std::array<char, 4096> path;
  for (;;) {
    if (root.size() + group.size() + name.size() >= path.size())
      return limit;
    char* end = std::copy(root.begin(), root.end(), path.data());
    end = std::copy(group.begin(), group.end(), end);
    *std::copy(name.begin(), name.end(), end) = '\0';
    small_file content;
    limit = smaller_limit(limit, cpus_of_quota(read_small(path.data(), content)));
    if (group.empty())
      return limit;
    const std::size_t slash = group.rfind('/');
    group = group.substr(0, slash == std::string_view::npos ? 0 : slash);
  }
}

std::size_t quota_of_version_2() noexcept {
  small_file content;
  std::string_view groups = read_small("/proc/self/cgroup", content);
  const std::size_t at = groups.starts_with("0::") ? 0 : groups.find("\n0::");
  if (at == std::string_view::npos)
    return 0;
  groups.remove_prefix(groups.find("0::", at) + 3);
  const std::string_view group = groups.substr(0, groups.find('\n'));
  return group == "/" ? quota_of_groups({}) : quota_of_groups(group);
}

// Of version 1, where containers see their own group at the root.
std::size_t quota_of_version_1() noexcept {
  small_file quota;
  small_file period;
  const std::string_view first =
      read_small("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", quota);
  const std::string_view second =
      read_small("/sys/fs/cgroup/cpu/cpu.cfs_period_us", period);
  std::array<char, 64> both;
  if (first.size() + 1 + second.size() > both.size())
    return 0;
  char* end = std::copy(first.begin(), first.end(), both.data());
  *end++ = ' ';
  end = std::copy(second.begin(), second.end(), end);
  return cpus_of_quota({both.data(), static_cast<std::size_t>(end - both.data())});
}

} // namespace

std::size_t cpus_of_quota(std::string_view quota_and_period) noexcept {
  const char* const end = quota_and_period.data() + quota_and_period.size();
  std::uint64_t quota = 0;
  std::uint64_t period = 0;
  const auto first = std::from_chars(quota_and_period.data(), end, quota);
  if (first.ec != std::errc{} || first.ptr == end || *first.ptr != ' ')
    return 0;
  const auto second = std::from_chars(first.ptr + 1, end, period);
  if (second.ec != std::errc{} || second.ptr != end || period == 0 || quota == 0)
    return 0;
  return static_cast<std::size_t>(quota / period + (quota % period != 0 ? 1 : 0));
}

std::size_t usable_cpus() noexcept {
  const std::size_t quota = smaller_limit(quota_of_version_2(), quota_of_version_1());
  return smaller_limit(allowed_cpus(), quota);
}

} // namespace krait::io
