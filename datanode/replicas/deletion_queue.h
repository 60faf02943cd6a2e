// Deletes files in the background, one thread for each volume, so that a slow disk delays only its own
// deletions (Hadoop: FsDatasetAsyncDiskService).
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include "datanode/replicas/replica.h"

namespace mammoth::datanode {

// Thread-safe. The queue is bounded by the replicas there are: each is in it at most once, 40 bytes.
// What is still queued when it is destroyed is not deleted; the NameNode will ask again.
class DeletionQueue {
 public:
  // `remove` deletes the files of one replica; called by several threads, must not throw.
  explicit DeletionQueue(std::function<void(const Replica&)> remove);
  ~DeletionQueue();
  DeletionQueue(const DeletionQueue&) = delete;
  DeletionQueue& operator=(const DeletionQueue&) = delete;

  void add(const Replica& replica);
  // Waits until nothing is queued or being deleted.
  void drain();
  std::size_t size() const;

 private:
  struct Lane {
    std::deque<Replica> waiting;
    std::thread thread;
  };
  void serve(Lane& lane);

  const std::function<void(const Replica&)> remove_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::map<VolumeIndex, Lane> lanes_;  // guarded by mutex_
  std::size_t busy_ = 0;               // guarded by mutex_
  bool stopping_ = false;              // guarded by mutex_
};

}  // namespace mammoth::datanode
