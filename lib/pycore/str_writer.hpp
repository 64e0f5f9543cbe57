// From str to a JSON string, whatever the width of its code points.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pycore/python.hpp"

#include <cstddef>

#include "base/output_buffer.hpp"
#include "json/kernels.hpp"
#include "json/string_writer.hpp"

namespace krait::pycore {

// Appends `str`, a str or of a subclass, quoted and escaped: as UTF-8, lone surrogates
// as escapes; or with everything outside ASCII escaped. Does not touch the str's own
// UTF-8 cache. False only where memory ran out; no Python error is set then.
bool write_str(const json::kernels& kernels, PyObject* str, bool ensure_ascii,
               base::output_buffer& out) noexcept;

// n code units by an encoder, which stops at those that need an escape. Room: 6 bytes a
// unit and json::encoder_slack. Returns the end.
template <class Unit>
char* encode_units(json::encoded<Unit> (*run)(const Unit*, const Unit*, char*) noexcept,
                   const void* units, std::size_t n, char* p) noexcept {
  const auto* at = static_cast<const Unit*>(units);
  const Unit* const end = at + n;
  for (;;) {
    const json::encoded<Unit> done = run(at, end, p);
    if (done.stop == end)
      return done.out;
    p = json::write_escape(done.out, *done.stop);
    at = done.stop + 1;
  }
}

} // namespace krait::pycore
