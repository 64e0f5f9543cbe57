// What signals do to krait: no unfinished file stays behind.
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace krait::app {

// SIGINT ends with status 130; SIGTERM, SIGHUP and SIGPIPE end as they always do. Each
// removes the temporary file of -o first. What is ignored already stays ignored.
void install_signal_handlers() noexcept;

} // namespace krait::app
