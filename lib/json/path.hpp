// The place of a value in a document, as people write it: $.users[3]["full name"].
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace krait::json {

// Builds a path step by step. May throw std::bad_alloc; cold code only.
class path {
public:
  // `.name` where the key is an ASCII identifier, else `["..."]`, quoted as JSON. Lone
  // surrogates (in UTF-8's pattern) and control characters are written as escapes.
  void add_key(std::string_view key);
  // The same for a key as it stands in a text, between its quotes: escapes are read.
  void add_raw_key(std::string_view raw);
  void add_index(std::size_t index);
  void add_gap(); // "...", for steps left out

  const std::string& text() const& noexcept { return text_; }
  std::string text() && noexcept { return std::move(text_); }

private:
  std::string text_ = "$";
};

// The path of `count` steps, each added by add(path, i); of very many, the first and
// the last ones only.
template <class AddStep> std::string build_path(std::size_t count, AddStep add) {
  constexpr std::size_t shown = 24; // at each end
  path built;
  for (std::size_t i = 0; i < count; ++i) {
    if (i == shown && count > 2 * shown) {
      built.add_gap();
      i = count - shown;
    }
    add(built, i);
  }
  return std::move(built).text();
}

} // namespace krait::json
