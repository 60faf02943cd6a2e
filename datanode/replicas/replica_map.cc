#include "datanode/replicas/replica_map.h"

namespace mammoth::datanode {

ReplicaMap::Entry ReplicaMap::entry_of(const Shard& shard, BlockId id, const Record& record) {
  Entry entry;
  entry.replica = {.block = {id, record.generation_stamp, record.length_bytes},
                   .volume = record.volume,
                   .state = record.state,
                   .original = record.original,
                   .deleting = record.deleting};
  if (const auto open = shard.open.find(id); open != shard.open.end()) {
    entry.open = open->second;
    entry.replica.block.length_bytes = entry.open->progress().on_disk;
  }
  return entry;
}

std::optional<ReplicaMap::Entry> ReplicaMap::find(BlockId id) const {
  const auto& home = shard(id);
  const std::lock_guard lock(home.map_mutex);
  const auto found = home.records.find(id);
  if (found == home.records.end()) return {};
  return entry_of(home, id, found->second);
}

void ReplicaMap::put(Entry entry) {
  const auto& replica = entry.replica;
  const auto id = replica.block.id;
  auto& home = shard(id);
  const std::lock_guard lock(home.map_mutex);
  home.records.insert_or_assign(id, Record{.length_bytes = replica.block.length_bytes,
                                           .generation_stamp = replica.block.generation_stamp,
                                           .volume = replica.volume,
                                           .state = replica.state,
                                           .original = replica.original,
                                           .deleting = replica.deleting});
  if (entry.open) {
    home.open.insert_or_assign(id, std::move(entry.open));
  } else {
    home.open.erase(id);
  }
}

std::optional<ReplicaMap::Entry> ReplicaMap::erase(BlockId id) {
  auto& home = shard(id);
  const std::lock_guard lock(home.map_mutex);
  const auto found = home.records.find(id);
  if (found == home.records.end()) return {};
  auto entry = entry_of(home, id, found->second);
  home.records.erase(found);
  home.open.erase(id);
  return entry;
}

std::unique_lock<std::mutex> ReplicaMap::change(BlockId id) const {
  return std::unique_lock(shard(id).change_mutex);
}

std::size_t ReplicaMap::size() const {
  std::size_t count = 0;
  for (const auto& each : shards_) {
    const std::lock_guard lock(each.map_mutex);
    count += each.records.size();
  }
  return count;
}

void ReplicaMap::for_each(const std::function<void(const Entry&)>& visit) const {
  for (const auto& each : shards_) {
    const std::lock_guard lock(each.map_mutex);
    for (const auto& [id, record] : each.records) visit(entry_of(each, id, record));
  }
}

std::vector<ReplicaMap::Entry> ReplicaMap::erase_volume(VolumeIndex volume) {
  std::vector<Entry> erased;
  for (auto& each : shards_) {
    const std::lock_guard lock(each.map_mutex);
    for (auto found = each.records.begin(); found != each.records.end();) {
      if (found->second.volume != volume) {
        ++found;
        continue;
      }
      erased.push_back(entry_of(each, found->first, found->second));
      each.open.erase(found->first);
      found = each.records.erase(found);
    }
  }
  return erased;
}

}  // namespace mammoth::datanode
