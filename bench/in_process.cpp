// The text engine alone, on a document that is in memory: MB/s of input.
// SPDX-License-Identifier: Apache-2.0
//
//   bench_in_process [--seconds S] [--form check|compact|pretty|check_keep] FILE...
//
// A line a file and form, as JSON. Each round runs every file in every form once, so
// that a slow spell of the machine hits all of them; the best round counts. Set
// KRAIT_ISA to force an instruction set.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "simd/isa.hpp"
#include "text/transcoder.hpp"
#include "timing/clock.hpp"

namespace krait {

namespace {

class memory_source final : public text::source {
public:
  explicit memory_source(std::string_view bytes) noexcept : rest_(bytes) {}
  int read(char* to, std::size_t room, std::size_t& got) noexcept override {
    got = rest_.copy(to, room);
    rest_.remove_prefix(got);
    return 0;
  }
  bool may_wait() const noexcept override { return false; }

private:
  std::string_view rest_;
};

class no_sink final : public text::sink {
public:
  int write(std::string_view) noexcept override { return 0; }
};

class no_listener final : public text::listener {
public:
  void found(const text::finding&) override {}
};

struct task {
  std::string file;
  std::string name;
  std::string bytes;
  text::settings settings;
  std::uint64_t best_ns = UINT64_MAX;
};

struct form {
  const char* name;
  text::form value;
  text::duplicates duplicates;
};
constexpr form forms[] = {
    {"check", text::form::none, text::duplicates::last},
    {"compact", text::form::compact, text::duplicates::last},
    {"pretty", text::form::pretty, text::duplicates::last},
    {"check_keep", text::form::none, text::duplicates::keep},
};

void add_tasks(const char* path, std::string_view wanted, std::vector<task>& tasks) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  if (!file || bytes.empty()) {
    std::fprintf(stderr, "%s: cannot be read\n", path);
    std::exit(3);
  }
  for (const form& chosen : forms) {
    if (!wanted.empty() && wanted != chosen.name)
      continue;
    text::settings settings;
    settings.form = chosen.value;
    settings.duplicates = chosen.duplicates;
    tasks.push_back({path, chosen.name, bytes, settings});
  }
}

// The engine's memory is warm, as is the input: what is measured is the work.
void run(task& what) {
  text::transcoder engine(what.settings);
  no_sink to;
  no_listener notes;
  constexpr int warm_runs = 4;
  for (int i = 0; i < warm_runs; ++i) {
    memory_source from(what.bytes);
    const std::uint64_t started = timing::now_ns();
    if (engine.run(from, to, notes).ending != text::ending::complete) {
      std::fprintf(stderr, "%s: is no JSON\n", what.file.c_str());
      std::exit(1);
    }
    what.best_ns = std::min(what.best_ns, timing::now_ns() - started);
  }
}

void report(const task& what) {
  std::printf(R"({"file":"%s","form":"%s","isa":"%s","bytes":%zu,"best_ns":%llu,)"
              R"("mb_s":%.0f})"
              "\n",
              what.file.c_str(), what.name.c_str(),
              std::string(simd::name(simd::selected().chosen)).c_str(),
              what.bytes.size(), static_cast<unsigned long long>(what.best_ns),
              1e3 * static_cast<double>(what.bytes.size()) /
                  static_cast<double>(what.best_ns));
}

int run_all(int count, char** words) {
  double seconds = 2;
  std::string_view wanted; // a form; empty: all
  std::vector<task> tasks;
  for (int i = 1; i < count; ++i) {
    if (std::strcmp(words[i], "--seconds") == 0 && i + 1 < count)
      seconds = std::atof(words[++i]);
    else if (std::strcmp(words[i], "--form") == 0 && i + 1 < count)
      wanted = words[++i];
    else
      add_tasks(words[i], wanted, tasks);
  }
  const std::uint64_t end =
      timing::now_ns() + static_cast<std::uint64_t>(seconds * 1e9);
  do
    for (task& what : tasks)
      run(what);
  while (timing::now_ns() < end);
  for (const task& what : tasks)
    report(what);
  return 0;
}

} // namespace

} // namespace krait

int main(int count, char** words) { return krait::run_all(count, words); }
