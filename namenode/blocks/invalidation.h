// Replicas that must be deleted, waiting for their datanode's turn and then for its next heartbeat
// (Hadoop: InvalidateBlocks, DatanodeDescriptor's invalidateBlocks). Bounded by the number of
// replicas there are; a turn and a heartbeat take a bounded batch.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "common/base/hdfs_ids.h"
#include "namenode/blocks/datanode_id.h"

namespace mammoth::namenode {

class Invalidations {
 public:
  // The generation stamp and length are those of the replica on the datanode.
  void add(DatanodeIndex datanode, const Block& replica);
  // Exactly that replica, generation stamp included.
  bool contains(DatanodeIndex datanode, const Block& replica) const;
  void remove(DatanodeIndex datanode, BlockId block);
  // The datanode is dead: its report will tell what is left when it comes back.
  void remove(DatanodeIndex datanode);

  // Those who wait for something, in the order of their numbers.
  std::vector<DatanodeIndex> datanodes() const;
  // The datanode's turn: up to `limit` deletions may be taken.
  void order(DatanodeIndex datanode, std::size_t limit);
  // What was ordered, for a heartbeat.
  std::vector<Block> take(DatanodeIndex datanode, std::size_t limit);

  std::size_t size() const { return size_; }

 private:
  struct Queue {
    std::unordered_map<BlockId, Block> replicas;
    std::size_t ordered = 0;  // how many may be taken
  };
  std::unordered_map<DatanodeIndex, Queue> queues_;
  std::size_t size_ = 0;
};

}  // namespace mammoth::namenode
