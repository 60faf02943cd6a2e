// The inside of BlockManager; for block_manager*.cc only.
#pragma once

#include "namenode/blocks/block_manager.h"
#include "namenode/blocks/block_tables.h"
#include "namenode/blocks/datanode_manager.h"
#include "namenode/blocks/locations.h"
#include "namenode/blocks/open_blocks.h"
#include "namenode/blocks/redundancy_monitor.h"
#include "namenode/blocks/replicas.h"
#include "namenode/blocks/report_processor.h"

namespace mammoth::namenode {

struct BlockManager::Parts {
  Parts(BlockManagerOptions options, const Clock& clock, const BlockOwnerLookup& owners,
        RackResolver rack_resolver)
      : racks(std::move(rack_resolver)),
        tables(std::move(options), clock, owners),
        replicas(tables),
        reports(tables, replicas),
        datanodes(tables, replicas, racks),
        open_blocks(tables, replicas, reports),
        locations(tables, replicas, racks),
        monitor(tables, replicas) {}

  const RackResolver racks;
  BlockTables tables;
  Replicas replicas;
  ReportProcessor reports;
  DatanodeManager datanodes;
  OpenBlocks open_blocks;
  Locations locations;
  RedundancyMonitor monitor;
};

}  // namespace mammoth::namenode
