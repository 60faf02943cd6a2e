#include "datanode/replicas/deletion_queue.h"

#include <pthread.h>

namespace mammoth::datanode {

DeletionQueue::DeletionQueue(std::function<void(const Replica&)> remove)
    : remove_(std::move(remove)) {}

DeletionQueue::~DeletionQueue() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
  }
  for (auto& [volume, lane] : lanes_) lane.thread.join();
}

void DeletionQueue::add(const Replica& replica) {
  const std::lock_guard lock(mutex_);
  if (stopping_) return;
  auto& lane = lanes_[replica.volume];
  lane.waiting.push_back(replica);
  if (!lane.thread.joinable()) lane.thread = std::thread([this, &lane] { serve(lane); });
  changed_.notify_all();
}

void DeletionQueue::serve(Lane& lane) {
  pthread_setname_np(pthread_self(), "deletion");
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] { return stopping_ || !lane.waiting.empty(); });
    if (stopping_) return;
    const Replica replica = lane.waiting.front();
    lane.waiting.pop_front();
    ++busy_;
    lock.unlock();
    remove_(replica);
    lock.lock();
    --busy_;
    changed_.notify_all();
  }
}

void DeletionQueue::drain() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] {
    if (busy_ > 0) return false;
    for (const auto& [volume, lane] : lanes_)
      if (!lane.waiting.empty()) return false;
    return true;
  });
}

std::size_t DeletionQueue::size() const {
  const std::lock_guard lock(mutex_);
  std::size_t count = busy_;
  for (const auto& [volume, lane] : lanes_) count += lane.waiting.size();
  return count;
}

}  // namespace mammoth::datanode
