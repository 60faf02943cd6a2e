// Everything blocks/ remembers, in one place; the classes beside it hold a reference and each
// answer one question about it. Only BlockManager owns one.
#pragma once

#include <unordered_set>

#include "common/base/clock.h"
#include "namenode/blocks/block_cache.h"
#include "namenode/blocks/block_map.h"
#include "namenode/blocks/datanode_registry.h"
#include "namenode/blocks/invalidation.h"
#include "namenode/blocks/low_redundancy.h"
#include "namenode/blocks/pending_reconstruction.h"
#include "namenode/blocks/placement.h"
#include "namenode/blocks/random.h"
#include "namenode/blocks/replica_marks.h"
#include "namenode/blocks/report_leases.h"
#include "namenode/blocks/safe_mode.h"
#include "namenode/blocks/under_construction.h"

namespace mammoth::namenode {

struct BlockTables {
  BlockTables(BlockManagerOptions given_options, const Clock& given_clock,
              const BlockOwnerLookup& given_owners)
      : options(std::move(given_options)),
        clock(given_clock),
        owners(given_owners),
        random(options.seed),
        placement(datanodes, options, clock, random),
        pending(options.pending_reconstruction_timeout_ms),
        leases(options.max_full_report_leases, options.full_report_lease_ms, random.next(), clock),
        safe_mode(options.safe_mode, clock) {}
  BlockTables(const BlockTables&) = delete;

  // Constant after construction.
  BlockManagerOptions options;
  const Clock& clock;
  const BlockOwnerLookup& owners;
  const RandomSource random;

  BlockMap blocks;
  DatanodeRegistry datanodes;
  const Placement placement;  // over datanodes
  UnderConstructionTable open_blocks;
  CorruptReplicas corrupt;
  ExcessReplicas excess;
  LowRedundancyBlocks low_redundancy;
  PendingReconstruction pending;
  Invalidations invalidations;
  BlockCache cache;
  // Blocks with too many replicas of which none may be deleted yet, because some datanode has not
  // reported since it registered.
  std::unordered_set<BlockId> postponed;
  ReportLeases leases;
  SafeMode safe_mode;
  // False until start-up safe mode is over: before, nothing is copied or deleted for redundancy's
  // sake.
  bool queues_on = false;
  // The worth of many replicas has changed: the walk over all blocks must start again.
  bool recheck_all_blocks = false;
};

}  // namespace mammoth::namenode
