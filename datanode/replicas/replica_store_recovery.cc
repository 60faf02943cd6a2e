// Block recovery: what InterDatanodeProtocol asks of one replica.
#include <fmt/format.h>

#include "common/base/log.h"
#include "datanode/replicas/replica_files.h"
#include "datanode/replicas/replica_store.h"

namespace mammoth::datanode {
namespace {

Error refuse(std::string message) { return {ErrorCode::kIo, std::move(message)}; }

std::string describe(const Replica& replica) {
  return fmt::format("{} {} length={}", to_text(replica.state), to_text(replica.block),
                     replica.block.length_bytes);
}

}  // namespace

Result<std::optional<RecoveryInfo>> ReplicaStore::init_recovery(const Block& block,
                                                                GenerationStamp recovery_id) {
  for (;;) {
    auto change = map_.change(block.id);
    auto entry = map_.find(block.id);
    if (!entry || entry->replica.deleting) return std::optional<RecoveryInfo>();
    log::info("datanode", "initReplicaRecovery: {}, recoveryId={}, replica={}", to_text(block),
              recovery_id.value(), describe(entry->replica));
    const auto open = entry->open;
    const bool in_pipeline = entry->replica.state == ReplicaState::kTemporary ||
                             entry->replica.state == ReplicaState::kRbw;
    if (!in_pipeline || open->try_set_writer(nullptr)) {
      RecoveryInfo info = TRY(hand_over(block, recovery_id, std::move(*entry)));
      return std::optional(info);
    }
    change.unlock();
    TRY(open->stop_writer(options_.writer_stop_limit));
  }
}

// The change lock is held and nobody writes.
Result<RecoveryInfo> ReplicaStore::hand_over(const Block& block, GenerationStamp recovery_id,
                                             Entry entry) {
  auto& replica = entry.replica;
  if (replica.state == ReplicaState::kTemporary)
    return refuse("Cannot recover replica: " + describe(replica));
  if (replica.state == ReplicaState::kRbw) TRY(check_files(entry));
  if (replica.block.generation_stamp < block.generation_stamp)
    return refuse(fmt::format("replica.getGenerationStamp() < block.getGenerationStamp(), block={}, "
                              "replica={}", to_text(block), describe(replica)));
  if (replica.block.generation_stamp >= recovery_id)
    return refuse(fmt::format("THIS IS NOT SUPPOSED TO HAPPEN: replica.getGenerationStamp() >= "
                              "recoveryId = {}, block={}, replica={}", recovery_id.value(),
                              to_text(block), describe(replica)));
  if (replica.state == ReplicaState::kRur) {
    if (entry.open->recovery_id() >= recovery_id)
      return Error{ErrorCode::kRecoveryInProgress,
                   fmt::format("rur.getRecoveryID() >= recoveryId = {}, block={}, rur={}",
                               recovery_id.value(), to_text(block), describe(replica))};
  } else {
    if (!entry.open)
      entry.open = std::make_shared<OpenReplica>(block.id, volumes_.at(replica.volume),
                                                 replica.block.length_bytes, 0);
    entry.open->release_reservation();
    replica.original = replica.state;
    replica.state = ReplicaState::kRur;
  }
  entry.open->set_recovery_id(recovery_id);
  const RecoveryInfo info{.block = replica.block, .original = replica.original};
  map_.put(std::move(entry));
  return info;
}

Result<void> ReplicaStore::check_files(const Entry& entry) const {
  const auto& replica = entry.replica;
  const auto& volume = *volumes_.at(replica.volume);
  const auto data = disk_.status(volume.block_file(replica));
  if (!data)
    return Error{ErrorCode::kFileNotFound, "Block data not found, r=" + describe(replica)};
  if (data->size_bytes != replica.block.length_bytes)
    return refuse(fmt::format("Block length mismatch, len={} but r={}", data->size_bytes,
                              describe(replica)));
  const auto meta = disk_.status(volume.meta_file(replica));
  if (!meta)
    return refuse(fmt::format("{} does not exist, r={}", volume.meta_file(replica),
                              describe(replica)));
  if (meta->size_bytes == 0) return refuse("Metafile is empty, r=" + describe(replica));
  return {};
}

Result<std::string> ReplicaStore::update_under_recovery(const Block& block,
                                                        GenerationStamp recovery_id, BlockId new_id,
                                                        std::uint64_t new_length) {
  const auto change = map_.change(block.id);
  auto entry = map_.find(block.id);
  if (!entry || entry->replica.deleting) return not_found(block);
  auto& replica = entry->replica;
  log::info("datanode", "updateReplica: {}, recoveryId={}, length={}, replica={}",
            to_text(pool_id(), block), recovery_id.value(), new_length, describe(replica));
  if (replica.state != ReplicaState::kRur)
    return refuse("replica.getState() != RUR, replica=" + describe(replica));
  if (replica.block.length_bytes != block.length_bytes)
    return refuse(fmt::format("THIS IS NOT SUPPOSED TO HAPPEN: replica.getBytesOnDisk() != "
                              "block.getNumBytes(), block={}, replica={}",
                              to_text(pool_id(), block), describe(replica)));
  TRY(check_files(*entry));
  if (entry->open->recovery_id() != recovery_id)
    return refuse(fmt::format("rur.getRecoveryID() != recoveryId = {}, rur={}", recovery_id.value(),
                              describe(replica)));
  if (replica.block.length_bytes < new_length)
    return refuse(fmt::format("rur.getNumBytes() < newlength = {}, rur={}", new_length,
                              describe(replica)));

  const auto& volume = volumes_.at(replica.volume);
  const bool copies = new_id.value() != 0 && new_id != block.id;
  if (copies) {
    if (replica.block.length_bytes > new_length)
      TRY(copy_truncated(*entry, recovery_id, new_id, new_length));
  } else {
    // The new stamp says that the replica is as agreed: it comes when that is so.
    if (replica.block.length_bytes > new_length) {
      break_hard_link(disk_, volume->block_file(replica));
      break_hard_link(disk_, volume->meta_file(replica));
      const std::optional<std::uint32_t> crc = TRY(truncate_replica(
          disk_, {volume->block_file(replica), volume->meta_file(replica)}, new_length));
      entry->open->reset(new_length, crc);
    }
    change_stamp(*entry, recovery_id);
  }
  move(*entry, ReplicaState::kFinalized);
  events_.received({copies ? new_id : block.id, recovery_id, new_length}, *volume, {});
  return volume->storage_id();
}

// A fresh id, which nobody else can be changing: its change lock is not taken.
Result<void> ReplicaStore::copy_truncated(const Entry& entry, GenerationStamp recovery_id,
                                          BlockId new_id, std::uint64_t new_length) {
  const auto& volume = volumes_.at(entry.replica.volume);
  if (const auto earlier = map_.find(new_id)) remove_files(earlier->replica);
  Entry copy;
  copy.replica = {.block = {new_id, recovery_id, new_length},
                  .volume = entry.replica.volume,
                  .state = ReplicaState::kTemporary};
  TRY(copy_replica(disk_, {volume->block_file(entry.replica), volume->meta_file(entry.replica)},
                   {volume->block_file(copy.replica), volume->meta_file(copy.replica)},
                   new_length));
  volume->add_used(static_cast<std::int64_t>(replica_footprint(new_length)));
  volume->add_blocks(1);
  move(copy, ReplicaState::kFinalized);
  return {};
}

}  // namespace mammoth::datanode
