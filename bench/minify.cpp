// A peer of bench/cli.py: simdjson's minify, which does not validate, on a whole file.
// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdio>
#include <memory>
#include <simdjson.h>
#include <unistd.h>

namespace {

bool write_all(const char* p, std::size_t size) noexcept {
  while (size != 0) {
    const ssize_t written = ::write(STDOUT_FILENO, p, size);
    if (written < 0)
      return false;
    p += written;
    size -= static_cast<std::size_t>(written);
  }
  return true;
}

} // namespace

int main(int count, char** words) {
  if (count != 2) {
    std::fputs("usage: bench_minify FILE\n", stderr);
    return 2;
  }
  simdjson::padded_string text;
  if (simdjson::padded_string::load(words[1]).get(text) != simdjson::SUCCESS)
    return 3;
  const auto minified = std::make_unique_for_overwrite<char[]>(text.size());
  std::size_t size = 0;
  if (simdjson::minify(text.data(), text.size(), minified.get(), size) !=
      simdjson::SUCCESS)
    return 1;
  return write_all(minified.get(), size) ? 0 : 3;
}
