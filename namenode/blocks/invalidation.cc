#include "namenode/blocks/invalidation.h"

#include <algorithm>

namespace mammoth::namenode {

void Invalidations::add(DatanodeIndex datanode, const Block& replica) {
  size_ += queues_[datanode].replicas.insert_or_assign(replica.id, replica).second;
}

bool Invalidations::contains(DatanodeIndex datanode, const Block& replica) const {
  const auto queue = queues_.find(datanode);
  if (queue == queues_.end()) return false;
  const auto it = queue->second.replicas.find(replica.id);
  return it != queue->second.replicas.end() &&
         it->second.generation_stamp == replica.generation_stamp;
}

void Invalidations::remove(DatanodeIndex datanode, BlockId block) {
  const auto queue = queues_.find(datanode);
  if (queue == queues_.end()) return;
  size_ -= queue->second.replicas.erase(block);
  if (queue->second.replicas.empty()) queues_.erase(queue);
}

void Invalidations::remove(DatanodeIndex datanode) {
  const auto queue = queues_.find(datanode);
  if (queue == queues_.end()) return;
  size_ -= queue->second.replicas.size();
  queues_.erase(queue);
}

std::vector<DatanodeIndex> Invalidations::datanodes() const {
  std::vector<DatanodeIndex> waiting;
  waiting.reserve(queues_.size());
  for (const auto& [datanode, queue] : queues_) waiting.push_back(datanode);
  std::sort(waiting.begin(), waiting.end());
  return waiting;
}

void Invalidations::order(DatanodeIndex datanode, std::size_t limit) {
  const auto queue = queues_.find(datanode);
  if (queue != queues_.end())
    queue->second.ordered = std::min(limit, queue->second.replicas.size());
}

std::vector<Block> Invalidations::take(DatanodeIndex datanode, std::size_t limit) {
  std::vector<Block> batch;
  const auto queue = queues_.find(datanode);
  if (queue == queues_.end()) return batch;
  auto& [waiting, ordered] = queue->second;
  for (; !waiting.empty() && ordered > 0 && batch.size() < limit; --ordered) {
    batch.push_back(waiting.begin()->second);
    waiting.erase(waiting.begin());
  }
  size_ -= batch.size();
  if (waiting.empty()) queues_.erase(queue);
  return batch;
}

}  // namespace mammoth::namenode
