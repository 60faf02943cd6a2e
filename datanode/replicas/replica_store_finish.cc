// Replicas whose writer ends, and the moves between directories that all changes share.
#include <fmt/format.h>

#include "common/base/check.h"
#include "common/base/log.h"
#include "datanode/replicas/replica_store.h"

namespace mammoth::datanode {

void ReplicaStore::move(Entry& entry, ReplicaState to) {
  auto& replica = entry.replica;
  check(may_become(replica.state, to), "a legal move between replica states");
  const auto& volume = *volumes_.at(replica.volume);
  auto moved = replica;
  moved.state = moved.original = to;
  if (replica.effective() != to) {
    if (to == ReplicaState::kFinalized)
      disk_.make_directories(volume.layout().directory(replica.block.id, to));
    disk_.rename(volume.meta_file(replica), volume.meta_file(moved));
    disk_.rename(volume.block_file(replica), volume.block_file(moved));
  }
  if (entry.open) moved.block.length_bytes = entry.open->progress().on_disk;
  replica = moved;
  if (to == ReplicaState::kFinalized) entry.open.reset();
  map_.put(entry);
}

void ReplicaStore::change_stamp(Entry& entry, GenerationStamp stamp) {
  if (entry.replica.block.generation_stamp == stamp) return;
  const auto& volume = *volumes_.at(entry.replica.volume);
  auto renamed = entry.replica;
  renamed.block.generation_stamp = stamp;
  disk_.rename(volume.meta_file(entry.replica), volume.meta_file(renamed));
  entry.replica = renamed;
  map_.put(entry);
}

Result<Replica> ReplicaStore::finalize(ReplicaWriter& writer, bool sync_names) {
  writer.flush();
  writer.release_reserved();
  const auto change = map_.change(writer.replica().block.id);
  Entry entry = TRY(find_exactly(writer.replica().block));
  if (entry.open != writer.progress()) return not_found(writer.replica().block);
  const auto& volume = writer.volume();
  const auto old_directory = parent_directory(volume.block_file(entry.replica));
  entry.open->release_reservation();
  move(entry, ReplicaState::kFinalized);
  writer.finished_ = true;
  if (sync_names) {
    // The subdirectories may be new as well.
    auto directory = parent_directory(volume.block_file(entry.replica));
    for (; directory != volume.layout().finalized(); directory = parent_directory(directory))
      disk_.sync_directory(directory);
    disk_.sync_directory(directory);
    disk_.sync_directory(old_directory);
  }
  return entry.replica;
}

Result<void> ReplicaStore::convert_to_rbw(ReplicaWriter& writer, std::uint64_t visible_bytes) {
  writer.flush();
  writer.release_reserved();
  const auto& block = writer.replica().block;
  const auto change = map_.change(block.id);
  Entry entry = TRY(find_exactly(block));
  if (entry.replica.state != ReplicaState::kTemporary || entry.open != writer.progress())
    return Error{ErrorCode::kIo, fmt::format("r.getState() != ReplicaState.TEMPORARY, r={} {}",
                                             to_text(entry.replica.state), to_text(block))};
  if (writer.length_bytes() < visible_bytes)
    return Error{ErrorCode::kIo, fmt::format("{} = numBytes < visible = {}, temp={}",
                                             writer.length_bytes(), visible_bytes, to_text(block))};
  entry.open->set_acknowledged(visible_bytes);
  move(entry, ReplicaState::kRbw);
  writer.finished_ = true;
  return {};
}

void ReplicaStore::abandon(ReplicaWriter& writer) noexcept {
  const auto& replica = writer.replica();
  writer.progress()->release_reservation();
  if (replica.state != ReplicaState::kTemporary) return;
  const auto change = map_.change(replica.block.id);
  const auto entry = map_.find(replica.block.id);
  if (!entry || entry->open != writer.progress()) return;
  try {
    remove_files(entry->replica);
  } catch (const DiskError& e) {
    log::warn("datanode", "{} stays behind: {}", to_text(replica.block), e.what());
  }
}

}  // namespace mammoth::datanode
