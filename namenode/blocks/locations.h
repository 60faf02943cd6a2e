// Where a block can be read, best place first (Hadoop: BlockManager.createLocatedBlock,
// DatanodeManager.sortLocatedBlocks).
#pragma once

#include <vector>

#include "namenode/blocks/located_block.h"
#include "namenode/blocks/replicas.h"

namespace mammoth::namenode {

// Const over the tables; safe under the shared lock.
class Locations {
 public:
  Locations(const BlockTables& tables, const Replicas& replicas, const RackResolver& racks)
      : t_(tables), replicas_(replicas), racks_(racks) {}

  // An open block is read where it is being written; else from any replica that is not corrupt, or
  // from the corrupt ones if there is no other. Never from a failed volume or a node in
  // maintenance.
  LocatedBlock locate(const BlockOwner& owner, const PeerAddress& reader) const;
  // Of an open block where it is being written, in pipeline order; of any other as locate().
  LocatedBlock unsorted(const BlockOwner& owner) const;

  // The datanode on that machine, or else the rack the machine is in.
  struct Place {
    const DatanodeDescriptor* datanode = nullptr;
    std::string location;
  };
  Place place_of(const PeerAddress& peer) const;

 private:
  void sort(std::vector<StorageIndex>& storages, const PeerAddress& reader) const;
  std::vector<StorageIndex> readable(const BlockInfo& block, bool& corrupt) const;

  const BlockTables& t_;
  const Replicas& replicas_;
  const RackResolver& racks_;
};

}  // namespace mammoth::namenode
