// Threads that run chunks, each with a text engine of its own.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "app/commands/chunk.hpp"
#include "text/settings.hpp"

namespace krait::app {

// The chunks belong to the caller, who must not touch one between submit() and wait().
class chunk_pool {
public:
  // Throws std::system_error where no thread can be had, std::bad_alloc.
  chunk_pool(const text::settings& settings, std::size_t threads);
  // Chunks that no thread has begun with are left as they are.
  ~chunk_pool();
  chunk_pool(const chunk_pool&) = delete;
  chunk_pool& operator=(const chunk_pool&) = delete;

  void submit(chunk& work);
  // Returns when the chunk has been run.
  void wait(const chunk& work);

private:
  void work();
  void stop() noexcept;

  text::settings settings_;
  std::mutex mutex_;
  std::condition_variable work_came_;
  std::condition_variable work_done_;
  std::deque<chunk*> waiting_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

} // namespace krait::app
