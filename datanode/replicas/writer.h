// Whoever writes to a replica, as others see him: somebody who can be asked to stop, and waited for
// (Hadoop: LocalReplicaInPipeline.stopWriter, which interrupts and joins a thread).
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>

namespace mammoth::datanode {

// Shared by the writer, who calls leave() when he has let go of the replica and its files, and by
// everybody who may want him to. Thread-safe.
class Writer {
 public:
  // `interrupt` makes the writer end soon; it must not block. It is called at most until leave().
  explicit Writer(std::function<void()> interrupt) : interrupt_(std::move(interrupt)) {}
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  void leave();
  bool gone() const;

  // Interrupts the writer without waiting for him.
  void interrupt();
  // The same, and waits; false when he is still there after `limit`.
  bool stop(std::chrono::milliseconds limit);

 private:
  mutable std::mutex mutex_;
  std::condition_variable left_;
  std::function<void()> interrupt_;  // guarded by mutex_; empty once gone
  bool gone_ = false;                // guarded by mutex_
};

}  // namespace mammoth::datanode
