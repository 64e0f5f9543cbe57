// The face of the engine.
// SPDX-License-Identifier: Apache-2.0
#include "text/transcoder.hpp"

#include "text/engine.hpp"

namespace krait::text {

transcoder::transcoder(const settings& chosen)
    : engine_(std::make_unique<engine>(chosen)) {}

transcoder::~transcoder() = default;

outcome transcoder::run(source& from, sink& to, listener& notes) {
  return engine_->run(from, to, notes);
}

} // namespace krait::text
