// The rare end of a container that was opened long ago.
// SPDX-License-Identifier: Apache-2.0
#include "text/grammar_state.hpp"

#include "text/settled_levels.hpp"

namespace krait::text {

std::uint32_t close_settled(grammar_state& state) noexcept {
  const settled_level level = state.settled->pop();
  // Who looks for the key of the container that was closed last finds it there.
  state.opened[0] = {level.index, settled_key, level.around};
  state.index = level.index;
  return level.around;
}

} // namespace krait::text
