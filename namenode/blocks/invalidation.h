// Replicas that must be deleted, waiting for their datanode's next heartbeat (Hadoop:
// InvalidateBlocks). Bounded by the number of replicas there are; a heartbeat takes a bounded
// batch.
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
  std::vector<Block> take(DatanodeIndex datanode, std::size_t limit);

  std::size_t size() const { return size_; }

 private:
  std::unordered_map<DatanodeIndex, std::unordered_map<BlockId, Block>> queues_;
  std::size_t size_ = 0;
};

}  // namespace mammoth::namenode
