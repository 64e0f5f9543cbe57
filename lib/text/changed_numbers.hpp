// The step between numbers and text, for each instruction set: which of the numbers
// that may have to be rewritten change, and to what.
// SPDX-License-Identifier: Apache-2.0
//
// To be included by the indexer. All suspects of a batch are judged one after another,
// not those of a block: how many it has, and which of them stand, nobody can guess.

// Of the number that ends before place `at` of a block.
inline std::size_t number_length(const block_sets& sets, unsigned at) noexcept {
  const mask begun = sets.start & bits::below(at);
  return begun != 0 ? at - bits::last(begun) : sets.number_length + at;
}

// Whether the suspects of the block at p are judged here. Else there is something
// besides numbers to be rewritten, or a number is not all there.
inline bool is_judged(const block_sets& sets, const index_options& options,
                      const char* p) noexcept {
  return (sets.suspect & sets.string) == 0 &&
         sets.number_length <= static_cast<std::size_t>(p - options.raw) &&
         !options.rewrite.watch_lossy;
}

struct changed_number {
  unsigned at; // in its block: the character behind it
  std::size_t length;
  new_number number;
};

class number_changes {
public:
  // Leaves of the suspects in blocks that are judged those that change. `sound`:
  // nothing is wrong with numbers so far.
  [[gnu::noinline]] void find(const index_options& options, const char* p,
                              std::size_t blocks, block_sets* sets, bool sound,
                              rewrite_log& log) noexcept {
    const std::size_t suspects = list(options, p, blocks, sets);
    read(p, suspects, sound ? options.raw : p + blocks * block_bytes);
    convert(suspects);
    changed_number* next = all_;
    for (std::size_t i = 0; i != suspects; ++i) {
      const std::size_t place = places_[i];
      const json::plain_fraction& fraction = fractions_[i];
      block_sets& here = sets[place / 64];
      next->at = place % 64;
      next->length = fraction.length;
      next->number = {std::bit_cast<double>(nearest_[i]), false};
      bool stands = false;
      if (json::plain_fraction::in_exact_range(nearest_[i])) [[likely]]
        stands = fraction.stands(nearest_[i]);
      else
        stands = judge_other(p + place, here, options, *next, log);
      stands |= options.rewrite.keep_numbers;
      here.suspect &= ~(mask{stands} << place % 64);
      next += !stands;
    }
  }
  const changed_number* begin() const noexcept { return all_; }

private:
  static constexpr std::size_t most = batch_blocks * block_bytes / 2;
  static constexpr std::ptrdiff_t most_looked_back = 33;

  // Where the suspects end, in places of the batch.
  std::size_t list(const index_options& options, const char* p, std::size_t blocks,
                   const block_sets* sets) noexcept {
    std::uint16_t* next = places_;
    for (std::size_t at = 0; at != blocks * block_bytes; at += block_bytes, ++sets) {
      if (sets->suspect == 0 || !is_judged(*sets, options, p + at))
        continue;
      std::uint16_t* const end = next + count_of(sets->suspect);
      for (mask left = sets->suspect; left != 0;)
        for (int i = 0; i < few;
             ++i, left &= left - 1) // what is too much does not count
          *next++ = static_cast<std::uint16_t>(at + bits::first(left));
      next = end;
    }
    return static_cast<std::size_t>(next - places_);
  }

  // Step by step, as a processor then has several numbers in work.
  void read(const char* p, std::size_t suspects, const char* least) noexcept {
    for (std::size_t i = 0; i != suspects; ++i) {
      const char* const end = p + places_[i];
      fractions_[i].digits = 0;
      if (end - least >= most_looked_back)
        fractions_[i].read<scan>(end);
    }
  }
  void convert(std::size_t suspects) noexcept {
    for (std::size_t i = 0; i != suspects; ++i)
      nearest_[i] = fractions_[i].digits != 0 ? fractions_[i].nearest() : 0;
  }

  // What is no plain fraction, and what is very large or small.
  [[gnu::noinline]] static bool judge_other(const char* end, const block_sets& here,
                                            const index_options& options,
                                            changed_number& to,
                                            rewrite_log& log) noexcept {
    to.length = number_length(here, to.at);
    return number_stands(end - to.length, to.length, options.rewrite, to.number, log);
  }

  static constexpr int few = 4;

  std::uint16_t places_[most + few];
  json::plain_fraction fractions_[most];
  std::uint64_t nearest_[most]; // doubles, as their bits
  changed_number all_[most + 1];
};

// Whole vectors: up to 32 bytes more are read and written.
inline void copy_part(char* to, const char* from, std::size_t size) noexcept {
  std::memcpy(to, from, 32);
  if (size > 32)
    std::memcpy(to + 32, from + 32, 32);
}

inline char* write_number(char* out, const new_number& number) noexcept {
  *out = '0';
  return number.integral_zero ? out + 1 : write_real(out, number.value);
}
