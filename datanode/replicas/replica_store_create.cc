// New replicas: create_rbw and create_temporary.
#include <fmt/format.h>

#include "common/base/check.h"
#include "common/base/log.h"
#include "datanode/replicas/replica_store.h"

namespace mammoth::datanode {

namespace {

// Nobody writes a replica in memory to a disk later, so that it goes to a disk at once where there is
// one, as Hadoop's does where no memory may be locked (LAZY_PERSIST).
Result<VolumeIndex> choose_volume(VolumeSet& volumes, StorageType type, std::uint64_t bytes) {
  if (type == StorageType::kRamDisk)
    if (auto disk = volumes.choose(StorageType::kDisk, bytes)) return disk;
  return volumes.choose(type, bytes);
}

}  // namespace

// The change lock is held.
ReplicaStore::WriterResult ReplicaStore::create_files(const WriteRequest& request,
                                                      ReplicaState state) {
  const auto estimate = request.block.length_bytes;
  const VolumeIndex index = TRY(choose_volume(volumes_, request.storage_type, estimate));
  const auto& volume = volumes_.at(index);
  volume->reserve(estimate);
  Entry entry;
  entry.open = std::make_shared<OpenReplica>(request.block.id, volume, 0, estimate);
  entry.open->try_set_writer(request.writer);
  entry.replica = {.block = {request.block.id, request.block.generation_stamp, 0},
                   .volume = index,
                   .state = state};
  std::unique_ptr<ReplicaWriter> writer =
      TRY(ReplicaWriter::open(*this, entry, request.checksum, /*create=*/true));
  volume->add_used(static_cast<std::int64_t>(replica_footprint(0)));
  volume->add_blocks(1);
  map_.put(std::move(entry));
  return writer;
}

ReplicaStore::WriterResult ReplicaStore::create_rbw(const WriteRequest& request) {
  const auto id = request.block.id;
  const bool starts_over = request.new_stamp.value() != 0;
  for (;;) {
    auto change = map_.change(id);
    const auto entry = map_.find(id);
    if (!entry) return create_files(request, ReplicaState::kRbw);
    if (!entry->replica.deleting && !starts_over) return refuse_existing(entry->replica);
    if (!entry->open || entry->replica.deleting || entry->open->try_set_writer(request.writer)) {
      remove_files(entry->replica);
      continue;
    }
    change.unlock();
    TRY(entry->open->stop_writer(options_.writer_stop_limit));
  }
}

ReplicaStore::WriterResult ReplicaStore::create_temporary(const WriteRequest& request) {
  const auto id = request.block.id;
  for (;;) {
    auto change = map_.change(id);
    const auto entry = map_.find(id);
    if (!entry) return create_files(request, ReplicaState::kTemporary);
    const auto& replica = entry->replica;
    if (!replica.deleting) {
      const bool in_pipeline =
          replica.state == ReplicaState::kTemporary || replica.state == ReplicaState::kRbw;
      const bool older = replica.block.generation_stamp < request.block.generation_stamp;
      if (!older || (!request.is_transfer && !in_pipeline)) return refuse_existing(replica);
    }
    if (!entry->open || replica.deleting || entry->open->try_set_writer(request.writer)) {
      remove_files(replica);
      events_.deleted(replica.block, *volumes_.at(replica.volume));
      continue;
    }
    change.unlock();
    TRY(entry->open->stop_writer(options_.writer_stop_limit));
  }
}

}  // namespace mammoth::datanode
