#include "datanode/replicas/replica_store.h"

#include <fmt/format.h>

#include <exception>
#include <thread>

#include "common/base/log.h"
#include "datanode/replicas/volume_scan.h"

namespace mammoth::datanode {

ReplicaStore::ReplicaStore(Disk& disk, const Clock& clock, ReplicaStoreOptions options,
                           ReplicaEvents& events)
    : disk_(disk),
      clock_(clock),
      options_(std::move(options)),
      events_(events),
      volumes_(disk, clock, options_.volumes),
      deletions_([this](const Replica& replica) { delete_in_background(replica); }) {}

ReplicaStore::~ReplicaStore() = default;

Result<void> ReplicaStore::open(const NamespaceIdentity& identity) {
  if (open_) {
    if (identity == identity_) return {};
    return Error{ErrorCode::kIo,
                 fmt::format("the NameNode now serves block pool {} of cluster {}, but this DataNode "
                             "holds {} of {}", identity.block_pool_id, identity.cluster_id,
                             identity_.block_pool_id, identity_.cluster_id)};
  }
  TRY(volumes_.open(identity));
  identity_ = identity;
  TRY(scan());
  open_ = true;
  return {};
}

Result<void> ReplicaStore::scan() {
  const auto start_ms = clock_.monotonic_ms();
  struct Found {
    std::vector<Replica> replicas;
    std::string failure;
  };
  std::vector<Found> found(volumes_.size());
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < volumes_.size(); ++i)
      threads.emplace_back([this, i, &result = found[i]] {
        const auto index = static_cast<VolumeIndex>(i);
        try {
          result.replicas = scan_volume(*volumes_.at(index), index);
        } catch (const std::exception& e) {
          result.failure = e.what();
        }
      });
  }
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (!found[i].failure.empty()) {
      log::warn("datanode", "Failed to scan {}: {}",
                volumes_.at(static_cast<VolumeIndex>(i))->location().to_string(), found[i].failure);
      volumes_.fail(static_cast<VolumeIndex>(i));
      continue;
    }
    for (const auto& replica : found[i].replicas) {
      const auto other = map_.find(replica.block.id);
      if (!other) {
        map_.put({replica, nullptr});
      } else if (is_better_replica(other->replica, replica)) {
        remove_files(replica);
      } else {
        remove_files(other->replica);
        map_.put({replica, nullptr});
      }
    }
  }
  if (volumes_.too_many_failures()) return Error{ErrorCode::kIo, volumes_.failure_summary()};
  log::info("datanode", "found {} replicas on {} volumes in {} ms", map_.size(),
            volumes_.working().size(), clock_.monotonic_ms() - start_ms);
  return {};
}

std::optional<Replica> ReplicaStore::find(BlockId id) const {
  const auto entry = map_.find(id);
  if (!entry || entry->replica.deleting) return {};
  return entry->replica;
}

Error ReplicaStore::refuse_existing(const Replica& replica) const {
  return {ErrorCode::kIo,
          fmt::format("Block {} already exists in state {} and thus cannot be created.",
                      to_text(pool_id(), replica.block), to_text(replica.state))};
}

Error ReplicaStore::not_found(const Block& block) const {
  return {ErrorCode::kReplicaNotFound,
          fmt::format("Replica does not exist {}", to_text(pool_id(), block))};
}

Result<ReplicaStore::Entry> ReplicaStore::find_exactly(const Block& block) const {
  auto entry = map_.find(block.id);
  if (!entry || entry->replica.deleting) return not_found(block);
  if (entry->replica.block.generation_stamp != block.generation_stamp)
    return Error{ErrorCode::kReplicaNotFound,
                 fmt::format("Cannot append to a replica with unexpected generation stamp {}",
                             to_text(pool_id(), block))};
  return std::move(*entry);
}

void ReplicaStore::for_each_reported(const std::function<void(const Replica&)>& visit) const {
  map_.for_each([&](const Entry& entry) {
    if (entry.replica.deleting || entry.replica.effective() == ReplicaState::kTemporary) return;
    if (volumes_.at(entry.replica.volume)->failed()) return;
    auto replica = entry.replica;
    replica.state = replica.effective();
    visit(replica);
  });
}

void ReplicaStore::suspect(const DiskError& error) {
  if (error.error_number() == ENOSPC || error.error_number() == EDQUOT) return;
  for (std::size_t i = 0; i < volumes_.size(); ++i) {
    const auto index = static_cast<VolumeIndex>(i);
    const auto& volume = volumes_.at(index);
    if (volume->failed() || !error.path().starts_with(volume->root() + "/")) continue;
    {
      const std::lock_guard lock(check_mutex_);
      const auto now = clock_.monotonic_ms();
      const auto [last, first] = last_check_ms_.try_emplace(index, now);
      if (!first && now - last->second < options_.check_min_gap.count()) return;
      last->second = now;
    }
    if (!volume->works()) fail_volume(index, error.what());
    return;
  }
}

void ReplicaStore::fail_volume(VolumeIndex index, const std::string& reason) {
  if (!volumes_.fail(index)) return;
  const auto& volume = *volumes_.at(index);
  const auto lost = map_.erase_volume(index);
  log::error("datanode", "volume {} has failed ({}); {} replicas are lost here",
             volume.location().to_string(), reason, lost.size());
  const bool must_stop = volumes_.too_many_failures();
  events_.volume_failed(volume, must_stop, must_stop ? volumes_.failure_summary() : reason);
}

}  // namespace mammoth::datanode
