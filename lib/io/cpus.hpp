// How many CPUs this process may use.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace krait::io {

// The CPUs it may run on, or fewer where its control group has a quota of CPU time;
// at least 1.
std::size_t usable_cpus() noexcept;

// The rule behind it. "200000 100000" (quota and period, as in cpu.max) allows 2 CPUs;
// a part of one counts as one. "max ..." and what cannot be understood: no limit, 0.
std::size_t cpus_of_quota(std::string_view quota_and_period) noexcept;

} // namespace krait::io
