#include "datanode/report/incremental_reports.h"

namespace mammoth::datanode {

void IncrementalReports::set_hooks(Hooks hooks) { hooks_ = std::move(hooks); }

std::uint64_t IncrementalReports::add(const Volume& volume, ChangedReplica change, bool urgent) {
  std::uint64_t ticket = 0;
  {
    const std::lock_guard lock(mutex_);
    Pending& pending = pending_[volume.storage_id()];
    pending.type = volume.type();
    pending.replicas.insert_or_assign(change.block.id, std::move(change));
    ticket = ++last_ticket_;
  }
  if (urgent && hooks_.urgent) hooks_.urgent();
  return ticket;
}

void IncrementalReports::receiving(const Block& block, const Volume& volume) {
  add(volume, {block, ReplicaChange::kReceiving, {}}, false);
}

std::uint64_t IncrementalReports::received(const Block& block, const Volume& volume,
                                           const std::string& delete_hint) {
  return add(volume, {block, ReplicaChange::kReceived, delete_hint}, true);
}

void IncrementalReports::deleted(const Block& block, const Volume& volume) {
  add(volume, {block, ReplicaChange::kDeleted, {}}, false);
}

bool IncrementalReports::wait_until_reported(std::uint64_t ticket, std::chrono::milliseconds limit) {
  std::unique_lock lock(mutex_);
  return reported_.wait_for(lock, limit, [&] { return reported_ticket_ >= ticket; });
}

void IncrementalReports::hidden(const Block& block) {
  if (hooks_.hidden) hooks_.hidden(block);
}

void IncrementalReports::corrupt(const Block& block, const Volume& volume) {
  if (hooks_.corrupt) hooks_.corrupt(block, volume.storage_id());
}

void IncrementalReports::volume_failed(const Volume&, bool must_stop, const std::string& reason) {
  if (hooks_.volume_failed) hooks_.volume_failed(reason, must_stop);
}

ChangeBatch IncrementalReports::take() {
  const std::lock_guard lock(mutex_);
  ChangeBatch batch;
  batch.ticket = last_ticket_;
  for (auto& [storage_id, pending] : pending_) {
    ChangesOfStorage changes{storage_id, pending.type, {}};
    changes.replicas.reserve(pending.replicas.size());
    for (auto& [id, change] : pending.replicas) changes.replicas.push_back(std::move(change));
    batch.storages.push_back(std::move(changes));
  }
  pending_.clear();
  return batch;
}

void IncrementalReports::reported(const ChangeBatch& batch) {
  {
    const std::lock_guard lock(mutex_);
    reported_ticket_ = std::max(reported_ticket_, batch.ticket);
  }
  reported_.notify_all();
}

void IncrementalReports::put_back(ChangeBatch batch) {
  const std::lock_guard lock(mutex_);
  for (auto& storage : batch.storages) {
    Pending& pending = pending_[storage.storage_id];
    pending.type = storage.type;
    // what happened since then is newer
    for (auto& change : storage.replicas) pending.replicas.try_emplace(change.block.id, std::move(change));
  }
}

void IncrementalReports::clear() {
  {
    const std::lock_guard lock(mutex_);
    pending_.clear();
    reported_ticket_ = last_ticket_;
  }
  reported_.notify_all();
}

}  // namespace mammoth::datanode
