// The threads of a client's hedged reads, and what came of them. Thread-safe. Destruction waits for reads
// under way, each of which ends within dfs.client.socket-timeout.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <thread>

#include "common/hdfs/file_system.h"

namespace mammoth::hdfs {

class HedgedReads {
 public:
  explicit HedgedReads(int most_threads) : most_(most_threads) {}
  ~HedgedReads();
  HedgedReads(const HedgedReads&) = delete;
  HedgedReads& operator=(const HedgedReads&) = delete;

  bool is_wanted() const { return most_ > 0; }
  // Runs it on a thread; false, without running it, when all are busy. It must not throw.
  bool start(std::function<void()> work);

  void count_operation() { ++operations_; }
  void count_win() { ++wins_; }
  void count_in_calling_thread() { ++in_calling_thread_; }
  HedgedReadMetrics metrics() const { return {operations_, wins_, in_calling_thread_}; }

 private:
  struct Runner {
    std::atomic<bool> done{false};
    std::thread thread{};
  };

  const int most_;
  std::mutex mutex_;
  std::list<Runner> runners_;  // guarded by mutex_
  std::atomic<std::uint64_t> operations_{0};
  std::atomic<std::uint64_t> wins_{0};
  std::atomic<std::uint64_t> in_calling_thread_{0};
};

}  // namespace mammoth::hdfs
