// The threads that serve sockets: N io_contexts with one thread each, so that whatever is pinned to
// one of them needs no lock and no strand.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <thread>
#include <vector>

#include "common/async/task.h"

namespace mammoth {

// The members are thread-safe; construction and destruction are not. Whoever put work on a context
// ends it (TaskGroup::join) before the pool goes: the destructor stops the threads where they
// stand.
class IoPool {
 public:
  // At least one thread; 0 stands for one per CPU. Threads are named io-0, io-1, …
  explicit IoPool(std::size_t threads);
  ~IoPool();
  IoPool(const IoPool&) = delete;
  IoPool& operator=(const IoPool&) = delete;

  std::size_t size() const { return contexts_.size(); }
  asio::io_context& at(std::size_t i) { return *contexts_[i]; }
  asio::io_context& next() { return at(round_robin_++ % size()); }

 private:
  std::vector<std::unique_ptr<asio::io_context>> contexts_;
  std::vector<std::thread> threads_;
  std::atomic<std::size_t> round_robin_{0};
};

}  // namespace mammoth
