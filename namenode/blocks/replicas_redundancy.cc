#include "namenode/blocks/excess.h"
#include "namenode/blocks/replicas.h"

namespace mammoth::namenode {

namespace {
constexpr std::int64_t kTolerateHeartbeats = 4;  // dfs.namenode.tolerate.heartbeat.multiplier
}

void Replicas::update_low_redundancy(const BlockInfo& block) {
  if (!t_.queues_on || !block.complete()) return;
  const ReplicaCounts counts = count(block);
  if (sufficient(block, counts)) {
    t_.low_redundancy.remove(block.id);
    return;
  }
  t_.low_redundancy.update(block.id, {.live = counts.live + t_.pending.count(block.id),
                                      .read_only = counts.read_only,
                                      .out_of_service = counts.out_of_service(),
                                      .expected = block.replication});
}

void Replicas::check_redundancy(BlockInfo& block, const DatanodeDescriptor* added,
                                const DatanodeDescriptor* delete_hint) {
  if (!t_.queues_on) return;
  update_low_redundancy(block);
  const ReplicaCounts counts = count(block);
  if (counts.live > block.replication) process_excess(block, added, delete_hint);
}

void Replicas::process_excess(BlockInfo& block, const DatanodeDescriptor* added,
                              const DatanodeDescriptor* delete_hint) {
  const auto live = live_storages(block);
  for (const StorageIndex storage : live)
    if (t_.datanodes.storage(storage).contents_stale) {
      t_.postponed.insert(block.id);
      return;
    }
  const ExcessQuestion question{
      .live = live,
      .keep = block.replication,
      .added = added,
      .delete_hint = delete_hint == added ? nullptr : delete_hint,
      .silent_before_monotonic_ms =
          t_.clock.monotonic_ms() - kTolerateHeartbeats * t_.options.heartbeat_interval_ms};
  for (const StorageIndex storage : choose_excess(t_.datanodes, question))
    mark_excess(block, storage);
}

void Replicas::mark_excess(BlockInfo& block, StorageIndex storage) {
  t_.excess.add(block.id, storage);
  t_.invalidations.add(t_.datanodes.storage(storage).datanode, block.block());
}

}  // namespace mammoth::namenode
