// A queue under a mutex: chunks are so large that nothing finer pays.
// SPDX-License-Identifier: Apache-2.0
#include "app/commands/chunk_pool.hpp"

#include <csignal>

#include "io/pending_temporary.hpp"

namespace krait::app {

chunk_pool::chunk_pool(const text::settings& settings, std::size_t threads)
    : settings_(settings) {
  // Signals are for the main thread; a new one inherits what is blocked.
  const io::signal_pause pause;
  threads_.reserve(threads);
  try {
    for (std::size_t i = 0; i < threads; ++i)
      threads_.emplace_back([this] { work(); });
  } catch (...) {
    stop();
    throw;
  }
}

chunk_pool::~chunk_pool() { stop(); }

void chunk_pool::stop() noexcept {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  work_came_.notify_all();
  for (std::thread& thread : threads_)
    thread.join();
  threads_.clear();
}

void chunk_pool::submit(chunk& work) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(&work);
  }
  work_came_.notify_one();
}

void chunk_pool::wait(const chunk& work) {
  std::unique_lock lock(mutex_);
  work_done_.wait(lock, [&work] { return work.done; });
}

// The engine is made by the thread that uses it, at its first chunk: memory that is
// never used costs nothing, and what fails is the chunk's failure.
void chunk_pool::work() {
  std::unique_ptr<text::transcoder> engine;
  std::unique_lock lock(mutex_);
  for (;;) {
    work_came_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (stopping_)
      return;
    chunk& next = *waiting_.front();
    waiting_.pop_front();
    lock.unlock();
    try {
      if (!engine)
        engine = std::make_unique<text::transcoder>(settings_);
      next.run(*engine);
    } catch (...) {
      next.failure = std::current_exception();
    }
    lock.lock();
    next.done = true;
    work_done_.notify_all();
  }
}

} // namespace krait::app
