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

load_function choose(const core_state& state) noexcept {
  static const load_functions& functions = functions_of(simd::selected().chosen);
  return state.layout_known ? functions.with_layout : functions.with_api;
}

// A text of at most `longest` bytes, with readable bytes on both sides: worth a copy,
// as it would otherwise be read a byte at a time for the most part.
class roomy_copy {
public:
  static constexpr std::size_t longest = 4096;

  explicit roomy_copy(std::string_view text) noexcept {
    std::memcpy(begin(), text.data(), text.size());
    std::memset(begin() + text.size(), 0, loading::reach);
  }
  char* begin() noexcept { return bytes_ + loading::reach; }

private:
  char bytes_[loading::reach + longest + loading::reach];
};

} // namespace

py_ref load_one(core_state& state, std::string_view text,
                const json::read_options& options, std::size_t& consumed,
                base::status& failure, utf8 validity) noexcept {
  consumed = 0;
  failure = {};
  if (!state.shapes.begin())
    return {};
  const load_function load = choose(state);
  const collector_pause pause;
  loaded result;
  const char* begin = text.data();
  if (text.size() <= roomy_copy::longest) {
    roomy_copy copy(text);
    begin = copy.begin();
    const char* const end = begin + text.size();
    result = load({state, options, validity, begin, end, begin, end});
  } else {
    const char* const end = begin + text.size();
    result = load({state, options, validity, begin, end, begin + loading::reach,
                   end - loading::reach});
  }
  failure = result.failure;
  consumed = result.object != nullptr ? static_cast<std::size_t>(result.end - begin)
                                      : failure.offset;
  return py_ref::steal(result.object);
}

} // namespace krait::pycore
