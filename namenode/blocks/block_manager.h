// The face of blocks/: which replicas exist, which should, and what the datanodes must do about the
// difference (Hadoop: BlockManager, DatanodeManager and HeartbeatManager together).
//
// Thread-safety: none of its own. The owner (Namesystem) calls const members under the shared lock
// and the others under the exclusive lock; no member blocks. Results are values that may outlive
// the lock. Nothing here is durable: everything is rebuilt from datanode reports and from the
// namespace through BlockOwnerLookup, whose implementation must not call back.
//
// A block becomes known by begin_block (a client writes it), restore_block (start-up scan) or a
// report naming it; it is forgotten by remove_block.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "common/base/clock.h"
#include "common/base/result.h"
#include "namenode/blocks/block_info.h"
#include "namenode/blocks/block_manager_options.h"
#include "namenode/blocks/block_report.h"
#include "namenode/blocks/block_statistics.h"
#include "namenode/blocks/datanode_commands.h"
#include "namenode/blocks/datanode_id.h"
#include "namenode/blocks/host_lists.h"
#include "namenode/blocks/located_block.h"
#include "namenode/blocks/recovery_result.h"
#include "namenode/blocks/safe_mode.h"
#include "namenode/blocks/storage_policy.h"
#include "namenode/blocks/topology.h"

namespace mammoth::namenode {

struct BlockSurvey;  // block_survey.h
struct BlockPlaces;
struct BlocksWanted;
struct PlacementVerdict;

// addBlock and getAdditionalDatanode. Nodes are named as clients name them: excluded and existing
// by uuid, favoured by "host:port".
struct TargetRequest {
  std::string path;  // for the text of a refusal
  PeerAddress writer;
  std::uint32_t replication = 1;
  std::uint64_t block_size_bytes = 0;
  StoragePolicyId storage_policy = kHotPolicy;
  std::vector<std::string> excluded_uuids;
  std::vector<std::string> favoured_nodes;
  bool avoid_local_node = false;  // AddBlockFlag.NO_LOCAL_WRITE
  bool avoid_local_rack = false;  // AddBlockFlag.NO_LOCAL_RACK
  bool ignore_locality = false;   // AddBlockFlag.IGNORE_CLIENT_LOCALITY
};

struct BlockStatus {
  BlockState state = BlockState::kComplete;
  Block block;
  std::uint32_t live_replicas = 0;
  bool minimally_replicated = false;
};

enum class DatanodeReportKind {
  kAll,
  kLive,
  kDead,
  kDecommissioning,
  kEnteringMaintenance,
  kInMaintenance
};

class BlockManager {
 public:
  // `clock` and `owners` must outlive this.
  BlockManager(BlockManagerOptions options, const Clock& clock, const BlockOwnerLookup& owners,
               RackResolver racks);
  ~BlockManager();
  BlockManager(const BlockManager&) = delete;
  BlockManager& operator=(const BlockManager&) = delete;

  // ---- Start-up -------------------------------------------------------------------------------
  // Enters a block of the namespace that no datanode has reported yet, so that a lost one counts as
  // missing. Idempotent; cheap enough to be called for every block by the background scan.
  void restore_block(const BlockOwner& owner);
  // The scan is done: `complete_blocks` is the number safe mode waits for.
  void activate(std::uint64_t complete_blocks);

  // ---- Datanodes ------------------------------------------------------------------------------
  // Adds or renews a datanode; the answer is the registration with the address it really has.
  // kDisallowedDatanode when the address is not admitted.
  Result<DatanodeRegistration> register_datanode(const DatanodeRegistration& registration,
                                                 const PeerAddress& peer);
  // An unknown datanode is told to register; kDisallowedDatanode when it was excluded.
  Result<HeartbeatReply> heartbeat(const DatanodeRegistration& registration,
                                   const Heartbeat& heartbeat);
  // One message of a full report, `max_replicas` at a time: to be called until it answers true.
  // kUnregisteredNode for a datanode that must register first; kIo for a broken encoding.
  Result<bool> continue_full_report(const DatanodeRegistration& registration, FullReport& report,
                                    std::size_t max_replicas);
  Result<void> incremental_report(const DatanodeRegistration& registration,
                                  std::span<const StorageReplicaEvents> storages);
  // All that the datanode holds in memory (cacheReport).
  Result<void> cache_report(const DatanodeRegistration& registration,
                            std::span<const BlockId> blocks);
  // The datanode lost everything (errorReport FATAL_DISK_ERROR).
  Result<void> remove_datanode(const DatanodeRegistration& registration);
  // reportBadBlocks, from a client or a datanode. Unknown blocks are ignored.
  void report_bad_replica(const Block& block, std::string_view datanode_uuid,
                          std::string_view storage_uuid, std::string_view reason);

  // ---- A file being written -------------------------------------------------------------------
  // Targets for a new block, the first for the writer's own node. Fewer than asked for is success;
  // fewer than the minimum replication is kIo with Apache's text.
  Result<std::vector<StorageTarget>> choose_targets(const TargetRequest& request) const;
  // A pipeline that lost nodes gets `count` more: the existing storages first, then the new ones.
  Result<std::vector<StorageTarget>> choose_additional_targets(
      const TargetRequest& request, std::span<const std::string> existing_storage_uuids,
      std::uint32_t count) const;
  // A block was allocated: under construction, expected on `targets`.
  void begin_block(const BlockOwner& owner, std::span<const StorageTarget> targets);
  // The client says how the block ended. Idempotent for a committed or complete block. kIo when the
  // generation stamp or length contradicts what is known. The block completes at once when it is
  // minimally replicated. Returns its final shape.
  Result<Block> commit_block(const Block& reported);
  // Of a block that no datanode has reported: as `owner` says, without replicas.
  BlockStatus status(const BlockOwner& owner) const;
  // The file was closed: from now on its blocks are kept at `replication`.
  void close_blocks(std::span<const BlockId> blocks);
  // append: the last block is written again, on the datanodes that hold it. kIo when none does.
  Result<LocatedBlock> reopen_block(const BlockOwner& owner);
  // truncate: like reopen; the replicas are cut to `new_length_bytes` by a block recovery, started
  // with the id `recovery_id`. To be repeated with a higher id when nothing comes of it.
  Result<void> truncate_block(const BlockOwner& owner, std::uint64_t new_length_bytes,
                              GenerationStamp recovery_id);
  // The same of a block that a snapshot holds: its replicas are copied, as far as the copy's
  // length, to a block that no datanode has yet. kIo when none has the source.
  Result<void> truncate_copy(const BlockOwner& source, const BlockOwner& copy,
                             GenerationStamp recovery_id);
  // updatePipeline: new generation stamp and nodes of the block under construction.
  Result<void> update_pipeline(const Block& old_block, const Block& new_block,
                               std::span<const std::string> datanode_uuids,
                               std::span<const std::string> storage_uuids);
  // Where an open block is being written; for getBlockLocations and a retried addBlock.
  LocatedBlock expected_locations(const BlockOwner& owner) const;

  // ---- Recovery of a block under construction ---------------------------------------------------
  // Appoints a primary datanode and hands it the recovery with its next heartbeat. Safe to repeat
  // with a higher id. False when the block has no replica to recover from (it may be dropped).
  bool start_recovery(const BlockOwner& owner, GenerationStamp recovery_id);
  // The primary is done: the block is complete, on the datanodes it names. kIo with Apache's texts
  // for an outdated recovery id or an unknown block; nothing for a repeated call.
  Result<std::optional<FinishedRecovery>> finish_recovery(const RecoveryResult& result);

  // ---- Blocks of the namespace ------------------------------------------------------------------
  // Locations for a reader, nearest first; stale, decommissioned and slow ones last.
  LocatedBlock locate(const BlockOwner& owner, const PeerAddress& reader) const;
  // The namespace no longer has these blocks: their replicas will be deleted.
  void remove_blocks(std::span<const BlockId> blocks);
  // setReplication: copies are made or deleted as needed, in the background.
  void set_replication(std::span<const BlockId> blocks, std::uint16_t replication);
  // Blocks move to another file (concat).
  void change_owner(std::span<const BlockId> blocks, InodeId owner);
  // Checks what create, setReplication and append ask for, with Apache's texts:
  // "Requested replication factor of 600 exceeds maximum of 512 for /f, clientName=127.0.0.1".
  Result<void> check_replication(std::string_view path, std::uint32_t replication,
                                 std::string_view client) const;

  // ---- Time -------------------------------------------------------------------------------------
  // Everything that happens by itself: datanodes declared dead, replication and deletion scheduled,
  // timeouts, safe mode. Call about once a second; bounded work each time.
  void tick();
  // The namenode itself stood still for so long: nobody was silent in that time.
  void forgive_silence(std::int64_t duration_ms);

  // ---- The memory of the datanodes
  // ---------------------------------------------------------------- Plans what they shall hold;
  // they are told with their next heartbeats.
  void plan_cache(const std::unordered_map<BlockId, std::uint16_t>& replicas_wanted);
  std::size_t cached_replicas(BlockId block) const;

  // ---- For administrators -----------------------------------------------------------------------
  std::vector<std::shared_ptr<const DatanodeInfo>> datanodes(DatanodeReportKind kind) const;
  std::vector<StorageReport> storage_reports(DatanodeIndex datanode) const;
  CapacityStatistics capacity() const;
  BlockStatistics statistics() const;
  // Blocks without a usable replica, in id order after `after`.
  std::vector<BlockId> corrupt_blocks(BlockId after, std::size_t limit) const;
  // For fsck (block_survey.cc). Nothing where the block is not known.
  std::optional<BlockSurvey> survey(BlockId id) const;
  // For balancers (blocks_on_datanode.cc): complete blocks that the datanode holds, from a random
  // place on. Looks at a bounded part of all blocks, so that fewer than wanted are no proof that
  // there are no more. kIllegalArgument for a datanode that is not known.
  Result<std::vector<BlockPlaces>> blocks_on_datanode(const BlocksWanted& wanted) const;
  PlacementVerdict verify_placement(std::span<const StorageTarget> replicas,
                                    std::uint32_t replication) const;
  std::size_t rack_count() const;  // of live datanodes
  void set_balancer_bandwidth(std::uint64_t bytes_per_second);
  void refresh_nodes(HostLists lists);
  SafeMode& safe_mode();
  const SafeMode& safe_mode() const;
  const BlockManagerOptions& options() const;
  // Limits and intervals hold from their next use on. The pool's id, the seed, safe mode and report
  // leases stay what they were at the start.
  void reconfigure(const std::function<void(BlockManagerOptions&)>& change);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace mammoth::namenode
