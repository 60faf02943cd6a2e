// The thread that makes transactions durable, all that wait at once (group commit). It knows nothing of
// what it commits: MetaStore gives it the function that does.
//
// While one group is being written the next one gathers. After a group of many comes a pause as long as
// its writing, a millisecond at most: a sync costs the processor as much as a dozen operations, and so
// twice as many share one. A few clients never wait; a single one's operation costs one write to the disk.
//
// Thread-safe.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>

#include "namenode/namespace/inode_table.h"

namespace mammoth::namenode {

class Committer {
 public:
  // Makes everything applied so far durable, and answers up to which sequence that is; throws when it
  // cannot, and is not called again then.
  using Commit = std::function<Sequence()>;

  explicit Committer(Commit commit) : commit_(std::move(commit)) {}
  ~Committer() { stop(); }
  Committer(const Committer&) = delete;
  Committer& operator=(const Committer&) = delete;

  void start();
  // Commits what is left and ends the thread.
  void stop();

  // The next sequence is applied; answers it.
  Sequence applied();
  Sequence last_applied() const { return applied_.load(std::memory_order_acquire); }

  Sequence durable_sequence() const { return durable_.load(std::memory_order_acquire); }
  bool failed() const { return failed_.load(std::memory_order_acquire); }
  // From now on nothing becomes durable any more; the first reason is logged.
  void fail(std::string_view reason);
  // As rpc::DurabilityBarrier::on_advance.
  void on_advance(std::function<void(std::uint64_t)> advanced);
  // Until `sequence` is durable; false if that will never be.
  bool wait_until_durable(Sequence sequence) const;

 private:
  void run();
  void announce();

  const Commit commit_;
  std::atomic<Sequence> applied_{0};
  std::atomic<Sequence> durable_{0};
  std::atomic<bool> failed_{false};

  mutable std::mutex mutex_;
  std::condition_variable work_;
  mutable std::condition_variable advanced_;
  bool stopping_ = false;  // guarded by mutex_

  std::mutex listener_mutex_;  // held while the listener runs
  std::function<void(std::uint64_t)> listener_;  // guarded by listener_mutex_

  std::thread thread_;
};

}  // namespace mammoth::namenode
