#include "namenode/namespace/lease.h"

#include <fmt/chrono.h>

#include <chrono>

namespace mammoth::namenode {

LeaseTable::LeaseTable(const Clock& clock, LeaseLimits limits) : clock_(clock), limits_(limits) {}

void LeaseTable::load(const InodeTable& table) {
  files_.clear();
  leases_.clear();
  for (const auto& [id, open_file] : table.open_files())
    add(id, open_file.holder, open_file.client_machine);
}

void LeaseTable::add(InodeId file, std::string_view holder, std::string_view client_machine) {
  remove(file);
  const auto now_ms = clock_.monotonic_ms();
  const auto lease = leases_.try_emplace(std::string(holder), now_ms).first;
  lease->second.renewed_ms.store(now_ms, std::memory_order_relaxed);
  lease->second.files.insert(file);
  files_.emplace(file, File{lease, std::string(client_machine)});
}

void LeaseTable::remove(InodeId file) {
  const auto found = files_.find(file);
  if (found == files_.end()) return;
  const auto lease = found->second.lease;
  lease->second.files.erase(file);
  if (lease->second.files.empty()) leases_.erase(lease);
  files_.erase(found);
}

bool LeaseTable::renew(std::string_view holder) {
  const auto lease = leases_.find(holder);
  if (lease == leases_.end()) return false;
  lease->second.renewed_ms.store(clock_.monotonic_ms(), std::memory_order_relaxed);
  return true;
}

void LeaseTable::renew_all() {
  for (auto& [holder, lease] : leases_)
    lease.renewed_ms.store(clock_.monotonic_ms(), std::memory_order_relaxed);
}

std::optional<Writer> LeaseTable::writer(InodeId file) const {
  const auto found = files_.find(file);
  if (found == files_.end()) return std::nullopt;
  return Writer{found->second.lease->first, found->second.client_machine};
}

std::vector<InodeId> LeaseTable::files_of(std::string_view holder) const {
  const auto lease = leases_.find(holder);
  if (lease == leases_.end()) return {};
  return {lease->second.files.begin(), lease->second.files.end()};
}

bool LeaseTable::soft_limit_expired(std::string_view holder) const {
  const auto lease = leases_.find(holder);
  return lease != leases_.end() &&
         clock_.monotonic_ms() - lease->second.renewed_ms.load() > limits_.soft_ms;
}

std::vector<std::string> LeaseTable::expired_holders(std::size_t limit) const {
  std::vector<std::string> holders;
  for (const auto& [holder, lease] : leases_) {
    if (holders.size() >= limit) break;
    if (clock_.monotonic_ms() - lease.renewed_ms.load() > limits_.hard_ms)
      holders.push_back(holder);
  }
  return holders;
}

std::vector<InodeId> LeaseTable::files_after(InodeId after, std::size_t limit) const {
  std::vector<InodeId> ids;
  for (auto file = files_.upper_bound(after); file != files_.end() && ids.size() < limit; ++file)
    ids.push_back(file->first);
  return ids;
}

std::string LeaseTable::describe(std::string_view holder) const {
  const auto lease = leases_.find(holder);
  if (lease == leases_.end()) return fmt::format("Holder {} does not have any open files.", holder);
  return fmt::format("[Lease.  Holder: {}, pending creates: {}]", holder,
                     lease->second.files.size());
}

Result<void> LeaseTable::check(const ResolvedPath& path, InodeId file_id,
                               std::optional<std::string_view> holder) const {
  const auto refuse = [&](ErrorCode code, std::string_view reason) {
    return Error{code, fmt::format("{}: {} (inode {}) {}", reason, path.path(), file_id.value(),
                                   describe(holder.value_or("null")))};
  };
  if (!path.exists()) return refuse(ErrorCode::kFileNotFound, "File does not exist");
  const Inode& inode = *path.last();
  if (!inode.is_file()) return refuse(ErrorCode::kLeaseExpired, "INode is not a regular file");
  if (!inode.under_construction)
    return refuse(ErrorCode::kLeaseExpired, "File is not open for writing");
  const auto found = files_.find(inode.id);
  const auto owner = found == files_.end() ? std::string_view("null")
                                           : std::string_view(found->second.lease->first);
  if (holder && *holder != owner) {
    return refuse(ErrorCode::kLeaseExpired,
                  fmt::format("Client (={}) is not the lease owner (={}", *holder, owner));
  }
  return {};
}

std::string internal_lease_holder(const Clock& clock) {
  const std::chrono::milliseconds now(clock.wall_ms());
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now);
  return fmt::format("HDFS_NameNode-{:%Y-%m-%d %H:%M:%S},{:03}+0000",
                     fmt::gmtime(static_cast<std::time_t>(seconds.count())),
                     (now - seconds).count());
}

}  // namespace mammoth::namenode
