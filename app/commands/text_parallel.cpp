// Chunks of lines on several CPUs, put together in the order of the input.
// SPDX-License-Identifier: Apache-2.0
//
// A chunk is worked on as if it began between two texts. Whether it does is known once
// the chunk before it is settled: that one ended between texts, so this one begins
// there. Where a text goes on behind its chunk's end, or the input is no JSON, all that
// has been read of it from that chunk on is done again by one engine, with the rest of
// the input. NDJSON never needs that; a document over many lines needs it at its first
// chunk.
#include <algorithm>
#include <exception>
#include <utility>

#include "app/commands/text_run.hpp"

namespace krait::app {
namespace {

// One that is worked on by each thread, and one that waits for it.
constexpr std::size_t chunks_per_job = 2;

} // namespace

void text_run::run_parallel(std::size_t jobs) {
  chunk_pool pool(settings_, jobs);
  for (;;) {
    read_ahead(pool, jobs * chunks_per_job);
    if (underway_.empty() || !settle_first(pool))
      return;
  }
}

// Stops early where reading would have to wait: what is underway may be all that
// somebody waits for.
void text_run::read_ahead(chunk_pool& pool, std::size_t most) {
  while (underway_.size() < most && next_input()) {
    if (!underway_.empty() && being_read_->reader.would_wait())
      return;
    read_chunk();
    if (underway_.back()->cuttable)
      pool.submit(*underway_.back());
  }
}

// Whether there is an input to be read.
bool text_run::next_input() {
  while (!being_read_ && next_argument_ < arguments_.size()) {
    being_read_ = open(arguments_[next_argument_++]);
    at_start_ = true;
    carried_.clear();
  }
  return being_read_ != nullptr;
}

void text_run::read_chunk() {
  if (spare_.empty())
    spare_.push_back(std::make_unique<chunk>());
  underway_.push_back(std::move(spare_.back()));
  spare_.pop_back();
  chunk& next = *underway_.back();
  next.clear();
  next.input = being_read_;
  next.first = std::exchange(at_start_, false);
  if (!fill(next))
    being_read_.reset(); // nothing more of it is to be read ahead
}

// False: the input ends with this chunk, or cannot be cut, or not be read: the engine
// that does it again will meet the same failure and tell of it in its turn.
bool text_run::fill(chunk& next) {
  char* const content = next.begin();
  io::input_reader& reader = next.input->reader;
  const timing::lap lap(times_ == nullptr ? nullptr : &phases_.read);
  std::size_t filled = carried_.copy(content, chunk::size);
  carried_.clear();
  std::size_t cut = 0; // behind the last newline
  while (filled < chunk::size && (cut == 0 || !reader.may_wait())) {
    std::size_t got = 0;
    const io::result read = reader.read(content + filled, chunk::size - filled, got);
    next.input->watch.look_at({content + filled, got});
    phases_.read.bytes += got;
    next.last = read.ok() && got == 0;
    next.used = filled + got;
    if (!read.ok())
      next.cuttable = false;
    if (next.last || !next.cuttable)
      return false;
    filled += got;
    const std::size_t newline = std::string_view{content, filled}.rfind('\n');
    cut = newline == std::string_view::npos ? 0 : newline + 1;
  }
  next.used = filled;
  next.cuttable = cut != 0;
  if (!next.cuttable)
    return false;
  next.used = cut;
  carried_.assign(content + cut, filled - cut);
  return true;
}

// False: nothing more is to be done.
bool text_run::settle_first(chunk_pool& pool) {
  chunk& first = *underway_.front();
  if (first.cuttable) {
    pool.wait(first);
    if (first.failure)
      std::rethrow_exception(first.failure);
  }
  return first.stands_alone(settings_.on_error) ? publish(first) : redo(pool);
}

bool text_run::publish(chunk& settled) {
  phases_.text.elapsed_ns += settled.elapsed_ns;
  phases_.text.bytes += settled.used;
  if (!settled.output.empty())
    if (const int error = sink_.write(settled.output); error != 0)
      return unwritable(error);
  finding_reporter& reporter = settled.input->reporter;
  reporter.count_from(base_of_engine(!settled.first));
  for (const text::finding& what : settled.findings)
    reporter.found(what);
  const text::outcome& own = settled.outcome;
  settled_.texts += own.texts;
  settled_.refused += own.refused;
  settled_.duplicates += own.duplicates;
  settled_.lossy += own.lossy;
  base_.offset += settled.used;
  base_.lines += settled.lines();
  base_.records += own.texts + own.refused;
  const std::shared_ptr<text_input> input = settled.input;
  const bool last = settled.last;
  retire_first();
  if (!last)
    return true;
  base_ = {};
  return conclude(*input, std::exchange(settled_, {}));
}

// Everything from the first chunk to the end of its input by one engine.
bool text_run::redo(chunk_pool& pool) {
  const std::shared_ptr<text_input> input = underway_.front()->input;
  std::string before(underway_.front()->first ? std::string_view{} : chunk::guard);
  input->reporter.count_from(base_of_engine(!before.empty()));
  while (!underway_.empty() && underway_.front()->input == input) {
    if (underway_.front()->cuttable)
      pool.wait(*underway_.front()); // its thread may be at it
    before += underway_.front()->content();
    retire_first();
  }
  if (being_read_ == input) {
    before += carried_;
    being_read_.reset();
  }
  text::outcome done = run_engine(*input, before);
  const text::outcome earlier = std::exchange(settled_, {});
  done.texts += earlier.texts;
  done.refused += earlier.refused;
  done.duplicates += earlier.duplicates;
  done.lossy += earlier.lossy;
  base_ = {};
  return conclude(*input, done);
}

void text_run::retire_first() {
  underway_.front()->input.reset();
  spare_.push_back(std::move(underway_.front()));
  underway_.pop_front();
}

// The guard before a chunk is lines that the input does not have.
place_base text_run::base_of_engine(bool guarded) const noexcept {
  place_base base = base_;
  base.offset -= guarded ? chunk::guard.size() : 0;
  base.lines -= guarded ? chunk::guard.size() : 0;
  return base;
}

} // namespace krait::app
