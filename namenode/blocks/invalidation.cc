#include "namenode/blocks/invalidation.h"

namespace mammoth::namenode {

void Invalidations::add(DatanodeIndex datanode, const Block& replica) {
  size_ += queues_[datanode].insert_or_assign(replica.id, replica).second;
}

bool Invalidations::contains(DatanodeIndex datanode, const Block& replica) const {
  const auto queue = queues_.find(datanode);
  if (queue == queues_.end()) return false;
  const auto it = queue->second.find(replica.id);
  return it != queue->second.end() && it->second.generation_stamp == replica.generation_stamp;
}

void Invalidations::remove(DatanodeIndex datanode, BlockId block) {
  const auto queue = queues_.find(datanode);
  if (queue == queues_.end()) return;
  size_ -= queue->second.erase(block);
  if (queue->second.empty()) queues_.erase(queue);
}

void Invalidations::remove(DatanodeIndex datanode) {
  const auto queue = queues_.find(datanode);
  if (queue == queues_.end()) return;
  size_ -= queue->second.size();
  queues_.erase(queue);
}

std::vector<Block> Invalidations::take(DatanodeIndex datanode, std::size_t limit) {
  std::vector<Block> batch;
  const auto queue = queues_.find(datanode);
  if (queue == queues_.end()) return batch;
  auto& waiting = queue->second;
  while (!waiting.empty() && batch.size() < limit) {
    batch.push_back(waiting.begin()->second);
    waiting.erase(waiting.begin());
  }
  size_ -= batch.size();
  if (waiting.empty()) queues_.erase(queue);
  return batch;
}

}  // namespace mammoth::namenode
