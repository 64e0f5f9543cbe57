// Chooses the loop of loads() and gives it room around the text.
// SPDX-License-Identifier: Apache-2.0
#include "pycore/core.hpp"

#include <cstring>

#include "pycore/loading.hpp"
#include "simd/isa.hpp"

namespace krait::pycore {

namespace {

// The collector looks for garbage among new containers, and all of ours are alive: each
// of its runs would be wasted. Only its switch is touched; the caller's next allocation
// pays what is due.
class collector_pause {
public:
  collector_pause() noexcept : was_enabled_(PyGC_Disable() != 0) {}
  ~collector_pause() {
    if (was_enabled_)
      PyGC_Enable();
  }
  collector_pause(const collector_pause&) = delete;
  collector_pause& operator=(const collector_pause&) = delete;

private:
  bool was_enabled_;
};

const load_functions& functions_of(simd::isa set) noexcept {
#if defined(__x86_64__)
  switch (set) {
  case simd::isa::avx512: return avx512::load_table;
  case simd::isa::avx2: return avx2::load_table;
  case simd::isa::sse42: return sse42::load_table;
  case simd::isa::scalar: break;
  }
#else
  static_cast<void>(set);
#endif
  return scalar::load_table;
}

loaded load(core_state& state, const json::read_options& options, std::string_view text,
            text_traits traits, base::status& failure) noexcept {
  static const load_functions& functions = functions_of(simd::selected().chosen);
  if (state.layout_known) // what is made without the API starts no collector
    return functions.with_layout(state, options, text, traits, failure);
  const collector_pause pause;
  return functions.with_api(state, options, text, traits, failure);
}

// A text of at most `longest` bytes, with readable bytes on both sides: worth a copy,
// as it would otherwise be read a byte at a time for the most part.
class roomy_copy {
public:
  static constexpr std::size_t longest = 4096;

  explicit roomy_copy(std::string_view text) noexcept {
    std::memcpy(begin(), text.data(), text.size());
    std::memset(begin() + text.size(), 0, load_reach);
  }
  char* begin() noexcept { return bytes_ + load_reach; }

private:
  char bytes_[load_reach + longest + load_reach];
};

} // namespace

py_ref load_one(core_state& state, std::string_view text,
                const json::read_options& options, std::size_t& consumed,
                base::status& failure, utf8 validity) noexcept {
  consumed = 0;
  failure = {};
  if (!state.shapes.begin())
    return {};
  state.keys.begin();
  const auto load_at = [&](const char* begin, bool is_roomy) noexcept {
    const loaded result =
        load(state, options, {begin, text.size()}, {is_roomy, validity}, failure);
    state.shapes.end();
    consumed = result.object != nullptr ? static_cast<std::size_t>(result.end - begin)
                                        : failure.offset;
    return py_ref::steal(result.object);
  };
  if (text.size() > roomy_copy::longest)
    return load_at(text.data(), false);
  roomy_copy copy(text);
  return load_at(copy.begin(), true);
}

} // namespace krait::pycore
