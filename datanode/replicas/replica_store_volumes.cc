// Volumes that come and go while the datanode runs (Hadoop: FsDatasetImpl.addVolume, removeVolumes).
#include "common/base/log.h"
#include "datanode/replicas/replica_store.h"
#include "datanode/replicas/volume_scan.h"

namespace mammoth::datanode {

Result<void> ReplicaStore::add_volume(const StorageLocation& location) {
  if (!open_)
    return Error{ErrorCode::kIo, "this DataNode has not spoken with its NameNode yet"};
  std::optional<VolumeIndex> index;
  try {
    index = TRY(volumes_.append(location, identity_));
    const auto found = scan_volume(*volumes_.at(*index), *index);
    for (const Replica& replica : found) adopt(replica);
    volumes_.activate(*index);
    log::info("datanode", "Added new volume: {} with {} replicas", location.to_string(),
              found.size());
    return {};
  } catch (const DiskError& e) {
    if (index) {
      map_.erase_volume(*index);
      volumes_.at(*index)->unlock();
    }
    return Error{ErrorCode::kIo, e.what()};
  }
}

void ReplicaStore::adopt(const Replica& replica) {
  const auto change = map_.change(replica.block.id);
  const auto other = map_.find(replica.block.id);
  if (!other) return map_.put({replica, nullptr});
  if (is_better_replica(other->replica, replica)) return remove_files(replica);
  if (other->open) {
    log::warn("datanode", "{} on {} is newer than the replica that is being written; it is left alone",
              to_text(replica.block), volumes_.at(replica.volume)->root());
    return;
  }
  remove_files(other->replica);
  map_.put({replica, nullptr});
}

bool ReplicaStore::remove_volume(const std::string& path) {
  for (std::size_t i = 0; i < volumes_.size(); ++i) {
    const auto index = static_cast<VolumeIndex>(i);
    Volume& volume = *volumes_.at(index);
    if (volume.root() != path || !volumes_.retire(index)) continue;
    const auto gone = map_.erase_volume(index);
    for (const Entry& entry : gone) {
      const auto change = map_.change(entry.replica.block.id);
      events_.hidden(entry.replica.block);
      if (!entry.replica.deleting) events_.deleted(entry.replica.block, volume);
    }
    volume.unlock();
    log::info("datanode", "Removed volume: {} with {} replicas", volume.location().to_string(),
              gone.size());
    return true;
  }
  return false;
}

}  // namespace mammoth::datanode
