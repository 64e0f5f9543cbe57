// SPDX-License-Identifier: Apache-2.0
#include "simd/short_load.hpp"

#include <doctest/doctest.h>

#include "support/guarded_buffer.hpp"

#if defined(__x86_64__)
namespace krait::simd {

TEST_CASE("a short load takes its bytes, zeros above, and nothing else") {
  for (std::size_t length = 0; length < 16; ++length) {
    const tests::guarded_buffer buffer(length);
    for (std::size_t i = 0; i < length; ++i)
      buffer.begin()[i] = static_cast<char>(0xA0 + i);
    alignas(16) unsigned char lanes[16];
    _mm_store_si128(reinterpret_cast<__m128i*>(lanes),
                    load_short(buffer.begin(), length));
    for (std::size_t i = 0; i < 16; ++i) {
      CAPTURE(length);
      CAPTURE(i);
      CHECK(lanes[i] == (i < length ? 0xA0 + i : 0));
    }
  }
}

} // namespace krait::simd
#endif
