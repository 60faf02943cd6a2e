// Replicas that are opened again: append, and the three recoveries of a broken pipeline.
#include <fmt/format.h>

#include "common/base/check.h"
#include "common/base/log.h"
#include "datanode/replicas/replica_files.h"
#include "datanode/replicas/replica_store.h"

namespace mammoth::datanode {
namespace {

Error refuse(std::string message) { return {ErrorCode::kIo, std::move(message)}; }
Error unsuitable(std::string message) { return {ErrorCode::kReplicaNotFound, std::move(message)}; }

std::string describe(const Replica& replica) {
  return fmt::format("{} {}", to_text(replica.state), to_text(replica.block));
}

// The stamp must lie between the one that the client knows and the one that it brings.
Result<void> check_stamp(const Replica& replica, const WriteRequest& request) {
  const auto stamp = replica.block.generation_stamp;
  if (stamp >= request.block.generation_stamp && stamp <= request.new_stamp) return {};
  return unsuitable(fmt::format("Cannot append to a replica with unexpected generation stamp {}. "
                                "Expected GS range is [{}, {}].", stamp.value(),
                                request.block.generation_stamp.value(), request.new_stamp.value()));
}

Result<void> check_length(const Replica& replica, std::uint64_t expected) {
  if (replica.block.length_bytes == expected) return {};
  return refuse(fmt::format("Corrupted replica {} with a length of {} expected length is {}",
                            describe(replica), replica.block.length_bytes, expected));
}

}  // namespace

template <class T>
Result<T> ReplicaStore::with_writer_stopped(const WriteRequest& request,
                                            const std::function<Result<T>(Entry)>& attempt) {
  for (;;) {
    auto change = map_.change(request.block.id);
    auto entry = map_.find(request.block.id);
    if (!entry || entry->replica.deleting) return not_found(request.block);
    const auto open = entry->open;
    const bool being_written = entry->replica.state == ReplicaState::kRbw;
    if (!being_written || open->try_set_writer(request.writer)) return attempt(std::move(*entry));
    change.unlock();
    TRY(open->stop_writer(options_.writer_stop_limit));
  }
}

// The change lock is held; the replica is finalized.
ReplicaStore::WriterResult ReplicaStore::reopen_finalized(const WriteRequest& request,
                                                          Entry entry) {
  const auto length = entry.replica.block.length_bytes;
  const auto& volume = volumes_.at(entry.replica.volume);
  const auto growth = request.block.length_bytes > length ? request.block.length_bytes - length : 0;
  if (volume->available_bytes() < growth)
    return refuse("Insufficient space for appending to " + describe(entry.replica));
  break_hard_link(disk_, volume->block_file(entry.replica));
  break_hard_link(disk_, volume->meta_file(entry.replica));
  volume->reserve(growth);
  entry.open = std::make_shared<OpenReplica>(request.block.id, volume, length, growth);
  entry.open->try_set_writer(request.writer);
  change_stamp(entry, request.new_stamp);
  move(entry, ReplicaState::kRbw);
  return ReplicaWriter::open(*this, std::move(entry), request.checksum, /*create=*/false);
}

ReplicaStore::WriterResult ReplicaStore::append(const WriteRequest& request) {
  if (request.new_stamp < request.block.generation_stamp)
    return refuse(fmt::format("The new generation stamp {} should be greater than the replica {}'s "
                              "generation stamp", request.new_stamp.value(),
                              to_text(pool_id(), request.block)));
  const auto change = map_.change(request.block.id);
  Entry entry = TRY(find_exactly(request.block));
  if (entry.replica.state != ReplicaState::kFinalized)
    return unsuitable("Cannot append to an unfinalized replica " +
                      to_text(pool_id(), request.block));
  TRY(check_length(entry.replica, request.min_bytes));
  return reopen_finalized(request, std::move(entry));
}

Result<ReplicaStore::Entry> ReplicaStore::check_recoverable(const WriteRequest& request,
                                                            Entry entry) {
  const auto& replica = entry.replica;
  if (replica.state != ReplicaState::kFinalized && replica.state != ReplicaState::kRbw)
    return unsuitable("Cannot recover append/close to a replica that's not FINALIZED and not RBW " +
                      describe(replica));
  TRY(check_stamp(replica, request));
  if (replica.state == ReplicaState::kRbw) {
    const auto progress = entry.open->progress();
    if (progress.received != progress.on_disk || progress.received != progress.acknowledged)
      return refuse(fmt::format("RBW replica {}bytesRcvd({}), bytesOnDisk({}), and bytesAcked({}) are "
                                "not the same.", describe(replica), progress.received,
                                progress.on_disk, progress.acknowledged));
  }
  TRY(check_length(replica, request.min_bytes));
  return entry;
}

ReplicaStore::WriterResult ReplicaStore::recover_append(const WriteRequest& request) {
  log::info("datanode", "Recover failed append to {}", to_text(pool_id(), request.block));
  return with_writer_stopped<std::unique_ptr<ReplicaWriter>>(
      request, [&](Entry found) -> WriterResult {
        Entry entry = TRY(check_recoverable(request, std::move(found)));
        if (entry.replica.state == ReplicaState::kFinalized)
          return reopen_finalized(request, std::move(entry));
        change_stamp(entry, request.new_stamp);
        return ReplicaWriter::open(*this, std::move(entry), request.checksum, /*create=*/false);
      });
}

Result<Replica> ReplicaStore::recover_close(const WriteRequest& request) {
  log::info("datanode", "Recover failed close {}, new GS:{}, expectedBlockLen:{}",
            to_text(pool_id(), request.block), request.new_stamp.value(), request.min_bytes);
  return with_writer_stopped<Replica>(request, [&](Entry found) -> Result<Replica> {
    Entry entry = TRY(check_recoverable(request, std::move(found)));
    change_stamp(entry, request.new_stamp);
    if (entry.replica.state == ReplicaState::kRbw) {
      entry.open->release_reservation();
      move(entry, ReplicaState::kFinalized);
    }
    return entry.replica;
  });
}

// The change lock is held and the writer stopped.
Result<ReplicaStore::Entry> ReplicaStore::cut_to_acknowledged(const WriteRequest& request,
                                                              Entry entry) {
  const auto& volume = *volumes_.at(entry.replica.volume);
  const auto progress = entry.open->progress();
  if (progress.acknowledged < request.min_bytes || progress.received > request.max_bytes)
    return unsuitable(fmt::format("Unmatched length replica {}: BytesAcked = {} BytesRcvd = {} are not "
                                  "in the range of [{}, {}].", describe(entry.replica),
                                  progress.acknowledged, progress.received, request.min_bytes,
                                  request.max_bytes));
  const ReplicaPaths paths{volume.block_file(entry.replica), volume.meta_file(entry.replica)};
  const auto status = disk_.status(paths.block);
  if (!status || status->size_bytes < progress.acknowledged)
    return unsuitable("Found fewer bytesOnDisk than bytesAcked for replica " +
                      describe(entry.replica));
  if (status->size_bytes > progress.acknowledged || progress.on_disk > progress.acknowledged) {
    const std::optional<std::uint32_t> crc =
        TRY(truncate_replica(disk_, paths, progress.acknowledged));
    entry.open->reset(progress.acknowledged, crc);
  }
  return entry;
}

ReplicaStore::WriterResult ReplicaStore::recover_rbw(const WriteRequest& request) {
  log::info("datanode", "Recover RBW replica {}", to_text(pool_id(), request.block));
  return with_writer_stopped<std::unique_ptr<ReplicaWriter>>(
      request, [&](Entry found) -> WriterResult {
        if (found.replica.state != ReplicaState::kRbw)
          return unsuitable("Cannot recover a non-RBW replica " + describe(found.replica));
        TRY(check_stamp(found.replica, request));
        Entry entry = TRY(cut_to_acknowledged(request, std::move(found)));
        change_stamp(entry, request.new_stamp);
        return ReplicaWriter::open(*this, std::move(entry), request.checksum, /*create=*/false);
      });
}

}  // namespace mammoth::datanode
