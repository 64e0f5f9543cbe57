// Doubles from standard input (as bits in hexadecimal) and random ones through every
// kernel, alone, in rows and in pairs, against the standard library's shortest digits:
// reals COUNT <CASES
// SPDX-License-Identifier: Apache-2.0
#include <bit>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "support/forced_isa.hpp"
#include "support/repr.hpp"
#include "json/kernels.hpp"
#include "json/number_writer.hpp"

namespace krait {

namespace {

class comparison {
public:
  void compare(std::uint64_t bits) {
    const auto value = std::bit_cast<double>(bits);
    if (!std::isfinite(value))
      return;
    ++compared_;
    const std::string expected = tests::repr(value);
    for (const simd::isa set : sets_) {
      char text[json::real_room];
      const char* const end = json::kernels_of(set).write_real(text, value);
      if (std::string_view(text, static_cast<std::size_t>(end - text)) == expected)
        continue;
      ++wrong_;
      std::printf("%016llx: %s writes %.*s, not %s\n",
                  static_cast<unsigned long long>(bits), simd::name(set).data(),
                  static_cast<int>(end - text), text, expected.c_str());
    }
    as_row_ += expected + ",";
    as_pairs_ += row_.size() % 2 == 0 ? "[" + expected + "," : expected + "],";
    row_.push_back(value);
    if (row_.size() == row_size)
      compare_row();
  }
  // A case, its neighbours, and all of them below zero.
  void compare_around(std::uint64_t bits) {
    constexpr std::uint64_t sign = std::uint64_t{1} << 63;
    for (const std::uint64_t near : {bits - 1, bits, bits + 1}) {
      compare(near);
      compare(near | sign);
    }
  }
  void report(const char* what) {
    if (row_.size() % 2 != 0)
      compare(std::bit_cast<std::uint64_t>(row_.back()));
    compare_row();
    const auto now = std::chrono::steady_clock::now();
    std::printf("%llu %s by %zu kernels, %llu wrong, %.1f s\n", compared_, what,
                sets_.size(), wrong_,
                std::chrono::duration<double>(now - since_).count());
    any_wrong_ = any_wrong_ || wrong_ != 0;
    compared_ = wrong_ = 0;
    since_ = now;
  }
  bool any_wrong() const { return any_wrong_; }

private:
  static constexpr std::size_t row_size = 16;

  // The last doubles at once.
  void compare_row() {
    for (const simd::isa set : sets_) {
      const json::kernels& kernels = json::kernels_of(set);
      char text[row_size * (json::real_room + 2)];
      const auto written = [&text](const char* end) {
        return std::string_view(text, static_cast<std::size_t>(end - text));
      };
      if (written(kernels.write_reals(text, row_.data(), row_.size())) == as_row_ &&
          written(kernels.write_pairs(text, row_.data(), row_.size() / 2)) == as_pairs_)
        continue;
      ++wrong_;
      std::printf("%s writes a row or pairs other than %s\n", simd::name(set).data(),
                  as_row_.c_str());
    }
    row_.clear();
    as_row_.clear();
    as_pairs_.clear();
  }

  std::vector<double> row_;
  std::string as_row_;
  std::string as_pairs_;
  std::vector<simd::isa> sets_ = tests::sets_under_test();
  std::chrono::steady_clock::time_point since_ = std::chrono::steady_clock::now();
  unsigned long long compared_ = 0;
  unsigned long long wrong_ = 0;
  bool any_wrong_ = false;
};

int compare_all(std::uint64_t count) {
  comparison all;
  for (std::string line; std::getline(std::cin, line);) {
    std::uint64_t bits = 0;
    std::from_chars(line.data(), line.data() + line.size(), bits, 16);
    all.compare_around(bits);
  }
  all.report("hard doubles");
  std::mt19937_64 random(7);
  for (std::uint64_t i = 0; i < count; ++i)
    all.compare(random());
  all.report("random doubles");
  // Most random bits lie outside the range that takes the short way.
  for (std::uint64_t i = 0; i < count / 2; ++i)
    all.compare((1023 - 14 + random() % 68) << 52 | random() >> 12);
  all.report("doubles from 1e-4 to 1e16");
  return all.any_wrong() ? 1 : 0;
}

} // namespace

} // namespace krait

int main(int count, char** arguments) {
  return krait::compare_all(count > 1 ? std::strtoull(arguments[1], nullptr, 10) : 0);
}
