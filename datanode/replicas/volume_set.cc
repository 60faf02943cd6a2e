#include "datanode/replicas/volume_set.h"

#include <fmt/format.h>

#include <algorithm>

#include "common/base/log.h"
#include "datanode/replicas/uuid.h"

namespace mammoth::datanode {

VolumeSet::VolumeSet(Disk& disk, const Clock& clock, VolumeSetOptions options)
    : disk_(disk), clock_(clock), options_(std::move(options)) {}

Result<void> VolumeSet::open(const NamespaceIdentity& identity) {
  for (const auto& location : options_.locations) {
    try {
      const auto uuid = Volume::stored_datanode_uuid(disk_, location);
      if (datanode_uuid_.empty() && uuid) datanode_uuid_ = *uuid;
    } catch (const DiskError&) {
      // Reported when the volume itself is opened.
    }
  }
  if (datanode_uuid_.empty()) datanode_uuid_ = random_uuid();

  for (const auto& location : options_.locations) {
    std::string reason;
    try {
      auto volume = Volume::open(disk_, location, identity, datanode_uuid_, options_.reserved_bytes);
      if (volume) {
        volumes_.push_back(std::move(*volume));
        continue;
      }
      reason = volume.error().message;
    } catch (const DiskError& e) {
      reason = e.what();
    }
    log::warn("datanode", "Failed to add storage directory {}: {}", location.to_string(), reason);
    remember_failure(location.to_string(), 0);
  }
  if (too_many_failures()) return Error{ErrorCode::kIo, failure_summary()};
  return {};
}

std::vector<std::shared_ptr<Volume>> VolumeSet::working() const {
  std::vector<std::shared_ptr<Volume>> result;
  for (const auto& volume : volumes_)
    if (!volume->failed()) result.push_back(volume);
  return result;
}

Result<VolumeIndex> VolumeSet::choose(StorageType type, std::uint64_t bytes) {
  std::vector<VolumeIndex> candidates;
  for (std::size_t i = 0; i < volumes_.size(); ++i)
    if (!volumes_[i]->failed() && volumes_[i]->type() == type)
      candidates.push_back(static_cast<VolumeIndex>(i));
  if (candidates.empty()) return Error{ErrorCode::kIo, "No more available volumes"};

  std::size_t start = 0;
  {
    const std::lock_guard lock(mutex_);
    start = turn_.at(static_cast<std::size_t>(type))++;
  }
  std::uint64_t most_available = 0;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const auto index = candidates[(start + i) % candidates.size()];
    const auto available = volumes_[index]->available_bytes();
    if (available > bytes) return index;
    most_available = std::max(most_available, available);
  }
  return Error{ErrorCode::kIo,
               fmt::format("Out of space: The volume with the most available space (={} B) is less "
                           "than the block size (={} B).", most_available, bytes)};
}

bool VolumeSet::fail(VolumeIndex index) {
  const auto& volume = volumes_.at(index);
  std::uint64_t capacity = 0;
  try {
    capacity = volume->usage().capacity;
  } catch (const DiskError&) {
    // Nothing is known of a disk that does not even answer that.
  }
  {
    const std::lock_guard lock(mutex_);
    if (volume->failed()) return false;
    volume->set_failed();
  }
  remember_failure(volume->location().to_string(), capacity);
  return true;
}

void VolumeSet::remember_failure(const std::string& location, std::uint64_t capacity_bytes) {
  const std::lock_guard lock(mutex_);
  failures_.locations.push_back(location);
  failures_.last_failure_ms = clock_.wall_ms();
  failures_.capacity_lost_bytes += capacity_bytes;
}

VolumeFailures VolumeSet::failures() const {
  const std::lock_guard lock(mutex_);
  return failures_;
}

bool VolumeSet::too_many_failures() const {
  const auto failed = failures().locations.size();
  if (failed >= options_.locations.size()) return true;
  return options_.failures_tolerated >= 0 &&
         failed > static_cast<std::size_t>(options_.failures_tolerated);
}

std::string VolumeSet::failure_summary() const {
  return fmt::format("Too many failed volumes - current valid volumes: {}, volumes configured: {}, "
                     "volumes failed: {}, volume failures tolerated: {}", working().size(),
                     options_.locations.size(), failures().locations.size(),
                     options_.failures_tolerated);
}

}  // namespace mammoth::datanode
