// The replica map against the disk (Hadoop: DirectoryScanner, FsDatasetImpl.checkAndUpdate).
#include <algorithm>

#include "common/base/log.h"
#include "datanode/replicas/finalized_files.h"
#include "datanode/replicas/replica_store.h"

namespace mammoth::datanode {

namespace {

bool at_rest(const ReplicaMap::Entry& entry, VolumeIndex volume) {
  return entry.replica.volume == volume && entry.replica.state == ReplicaState::kFinalized &&
         !entry.replica.deleting;
}

// Looked at anew: the listing is old by now.
std::optional<Block> find_finalized(const Volume& volume, BlockId id) {
  const auto status = volume.disk().status(volume.layout().block_file(id, ReplicaState::kFinalized));
  if (!status) return std::nullopt;
  const auto files = finalized_files(volume.disk(), volume.layout(), finalized_subdirectory(id));
  const auto found = std::ranges::find(files, id, &FinalizedFile::id);
  if (found == files.end()) return std::nullopt;
  return Block{id, found->generation_stamp, status->size_bytes};
}

}  // namespace

Reconciled ReplicaStore::reconcile(VolumeIndex index) {
  const Volume& volume = *volumes_.at(index);
  Reconciled result;
  std::vector<BlockId> on_disk;
  for (const std::string& directory : finalized_directories(disk_, volume.layout()))
    for (const auto& [id, stamp] : finalized_files(disk_, volume.layout(), directory)) {
      if (volume.failed()) return result;
      on_disk.push_back(id);
      const auto status = disk_.status(volume.layout().block_file(id, ReplicaState::kFinalized));
      const auto entry = map_.find(id);
      if (!status || !entry || !at_rest(*entry, index) ||
          entry->replica.block != Block{id, stamp, status->size_bytes})
        settle(index, id, result);
    }
  result.blocks = on_disk.size();
  std::ranges::sort(on_disk);
  std::vector<BlockId> missing;
  map_.for_each([&](const Entry& entry) {
    const BlockId id = entry.replica.block.id;
    if (at_rest(entry, index) && !std::ranges::binary_search(on_disk, id)) missing.push_back(id);
  });
  for (const BlockId id : missing) {
    if (volume.failed()) return result;
    settle(index, id, result);
  }
  return result;
}

void ReplicaStore::settle(VolumeIndex index, BlockId id, Reconciled& result) {
  Volume& volume = *volumes_.at(index);
  const auto change = map_.change(id);
  const auto entry = map_.find(id);
  if (entry && !at_rest(*entry, index)) return;  // it changes, or lies on another volume
  const auto found = find_finalized(volume, id);
  if (!entry) {
    if (found) take_in(index, *found, result);
    return;
  }
  const Replica& known = entry->replica;
  if (!found) {
    ++result.missing_files;
    log::warn("datanode", "Removed block {} from memory with missing block file on the disk",
              to_text(known.block));
    events_.hidden(known.block);
    remove_files(known);
    events_.deleted(known.block, volume);
    return;
  }
  if (*found == known.block) return;
  if (found->generation_stamp == GenerationStamp{0}) {
    ++result.missing_meta;
    log::warn("datanode", "{} has no metadata file", volume.block_file(known));
    events_.corrupt(known.block, volume);
    return;
  }
  ++result.mismatched;
  log::warn("datanode", "{} is {} of {} bytes on the disk, not {} of {}", volume.block_file(known),
            to_text(*found), found->length_bytes, to_text(known.block), known.block.length_bytes);
  volume.add_used(static_cast<std::int64_t>(replica_footprint(found->length_bytes)) -
                  static_cast<std::int64_t>(replica_footprint(known.block.length_bytes)));
  const bool same_stamp = found->generation_stamp == known.block.generation_stamp;
  Entry changed = *entry;
  changed.replica.block = *found;
  map_.put(std::move(changed));
  // The NameNode knows the right stamp, but hears of lengths only when a block is complete.
  if (same_stamp) {
    events_.corrupt(*found, volume);
  } else {
    events_.received(*found, volume, {});
  }
}

void ReplicaStore::take_in(VolumeIndex index, const Block& found, Reconciled& result) {
  Volume& volume = *volumes_.at(index);
  if (found.generation_stamp == GenerationStamp{0}) {
    ++result.missing_meta;
    return;
  }
  ++result.missing_in_memory;
  log::warn("datanode", "Added missing block to memory {}", to_text(found));
  volume.add_used(static_cast<std::int64_t>(replica_footprint(found.length_bytes)));
  volume.add_blocks(1);
  map_.put({{.block = found, .volume = index, .state = ReplicaState::kFinalized}, nullptr});
  events_.received(found, volume, {});
}

}  // namespace mammoth::datanode
