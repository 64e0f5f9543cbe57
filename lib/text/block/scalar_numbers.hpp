// What json::plain_fraction asks of the bytes before a number's end, eight at a time.
// SPDX-License-Identifier: Apache-2.0
//
// To be included in an anonymous namespace.

struct scan {
  static std::uint32_t not_digits32(const char* p) noexcept {
    constexpr std::uint64_t ones = 0x0101010101010101;
    std::uint32_t found = 0;
    for (int i = 0; i != 32; i += 8) {
      const std::uint64_t values = json::eight_digits::load(p + i);
      // From 10 on seven bits carry into the highest one, or that is set.
      const std::uint64_t others =
          (((values & ones * 0x7F) + ones * (0x80 - 10)) | values) & ones * 0x80;
      found |= static_cast<std::uint32_t>((others >> 7) * 0x0102040810204080 >> 56)
               << i;
    }
    return found;
  }

  static std::uint64_t digits(const char* end, unsigned places,
                              unsigned total) noexcept {
    static constexpr auto powers_of_ten = [] {
      std::array<std::uint64_t, 20> powers{1};
      for (std::size_t i = 1; i < powers.size(); ++i)
        powers[i] = powers[i - 1] * 10;
      return powers;
    }();
    return run(end - places - 1, total - places) * powers_of_ten[places] +
           run(end, places);
  }

private:
  // Of `count` digits before `end`.
  static std::uint64_t run(const char* end, unsigned count) noexcept {
    std::uint64_t value = 0;
    std::uint64_t unit = 1;
    for (; count > 8; count -= 8, end -= 8, unit *= 100'000'000)
      value += json::eight_digits::value(json::eight_digits::load(end - 8)) * unit;
    return count == 0 ? value : value + json::eight_digits::last_of(end, count) * unit;
  }
};
