#include "datanode/replicas/volume_set.h"

#include <fmt/format.h>

#include <algorithm>

#include "common/base/log.h"
#include "datanode/replicas/uuid.h"

namespace mammoth::datanode {

namespace {

std::string_view without_package(std::string_view class_name) {
  return class_name.substr(class_name.find_last_of(".$") + 1);
}

}  // namespace

std::optional<ReservedSpace> parse_reserved_space(std::string_view class_name) {
  const auto name = without_package(class_name);
  if (name == "ReservedSpaceCalculatorAbsolute") return ReservedSpace::kAbsolute;
  if (name == "ReservedSpaceCalculatorPercentage") return ReservedSpace::kPercentage;
  if (name == "ReservedSpaceCalculatorConservative") return ReservedSpace::kConservative;
  if (name == "ReservedSpaceCalculatorAggressive") return ReservedSpace::kAggressive;
  return {};
}

std::optional<VolumeChoice> parse_volume_choice(std::string_view class_name) {
  const auto name = without_package(class_name);
  if (name == "RoundRobinVolumeChoosingPolicy") return VolumeChoice::kRoundRobin;
  if (name == "AvailableSpaceVolumeChoosingPolicy") return VolumeChoice::kAvailableSpace;
  return {};
}

VolumeSet::VolumeSet(Disk& disk, const Clock& clock, VolumeSetOptions options)
    : disk_(disk),
      clock_(clock),
      options_(std::move(options)),
      configured_(options_.locations.size()) {}

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
        (*volume)->set_reserved_bytes(reserved_bytes_of(**volume));
        TRY(place(std::move(*volume)));
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
  for (std::size_t i = 0; i < size(); ++i)
    if (!volumes_[i]->failed()) result.push_back(volumes_[i]);
  return result;
}

Result<VolumeIndex> VolumeSet::choose(StorageType type, std::uint64_t bytes) {
  std::vector<Candidate> candidates;
  for (std::size_t i = 0; i < size(); ++i)
    if (!volumes_[i]->failed() && volumes_[i]->type() == type)
      candidates.push_back({static_cast<VolumeIndex>(i), volumes_[i]->available_bytes()});
  if (candidates.empty()) return Error{ErrorCode::kIo, "No more available volumes"};
  if (options_.choice == VolumeChoice::kAvailableSpace)
    return by_available_space(candidates, type, bytes);
  return next_of(candidates, type, Turn::kAll, bytes);
}

Result<VolumeIndex> VolumeSet::by_available_space(const std::vector<Candidate>& candidates,
                                                  StorageType type, std::uint64_t bytes) {
  const auto [least, most] =
      std::ranges::minmax(candidates, {}, &Candidate::available_bytes);
  const auto threshold = options_.balanced_threshold_bytes;
  if (most.available_bytes - least.available_bytes < threshold)
    return next_of(candidates, type, Turn::kAll, bytes);
  std::vector<Candidate> low;
  std::vector<Candidate> high;
  std::uint64_t most_of_low = 0;
  for (const auto& each : candidates) {
    const bool is_low = each.available_bytes - least.available_bytes <= threshold;
    (is_low ? low : high).push_back(each);
    if (is_low) most_of_low = std::max(most_of_low, each.available_bytes);
  }
  const double high_weight = static_cast<double>(high.size()) * options_.balanced_preference;
  const double low_weight = static_cast<double>(low.size()) * (1 - options_.balanced_preference);
  double lot = 0;
  {
    const std::lock_guard lock(mutex_);
    lot = std::uniform_real_distribution<>(0, high_weight + low_weight)(random_);
  }
  const bool takes_high = !high.empty() && (most_of_low < bytes || lot < high_weight);
  return next_of(takes_high ? high : low, type, takes_high ? Turn::kHigh : Turn::kLow, bytes);
}

Result<VolumeIndex> VolumeSet::next_of(const std::vector<Candidate>& candidates, StorageType type,
                                       Turn turn, std::uint64_t bytes) {
  std::size_t start = 0;
  {
    const std::lock_guard lock(mutex_);
    start = turn_.at(static_cast<std::size_t>(turn)).at(static_cast<std::size_t>(type))++;
  }
  std::uint64_t most_available = 0;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const auto& each = candidates[(start + i) % candidates.size()];
    if (each.available_bytes > bytes) return each.index;
    most_available = std::max(most_available, each.available_bytes);
  }
  return Error{ErrorCode::kIo,
               fmt::format("Out of space: The volume with the most available space (={} B) is less "
                           "than the block size (={} B).", most_available, bytes)};
}

std::uint64_t VolumeSet::reserved_bytes_of(const Volume& volume) const {
  const auto bytes = options_.reserved_bytes;
  if (options_.reserved_space == ReservedSpace::kAbsolute) return bytes;
  const auto share = disk_.space(volume.root()).capacity_bytes / 100 * options_.reserved_percent;
  switch (options_.reserved_space) {
    case ReservedSpace::kConservative:
      return std::max(bytes, share);
    case ReservedSpace::kAggressive:
      return std::min(bytes, share);
    default:
      return share;
  }
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

Result<VolumeIndex> VolumeSet::place(std::shared_ptr<Volume> volume) {
  const std::size_t index = count_;
  if (index == kMostVolumes)
    return Error{ErrorCode::kIo,
                 fmt::format("this DataNode has had {} data directories; it takes no more until it is "
                             "started again", kMostVolumes)};
  volumes_[index] = std::move(volume);
  count_ = index + 1;
  return static_cast<VolumeIndex>(index);
}

Result<VolumeIndex> VolumeSet::append(const StorageLocation& location,
                                      const NamespaceIdentity& identity) {
  auto volume =
      TRY(Volume::open(disk_, location, identity, datanode_uuid_, options_.reserved_bytes));
  volume->set_reserved_bytes(reserved_bytes_of(*volume));
  volume->set_failed();
  return place(std::move(volume));
}

void VolumeSet::activate(VolumeIndex index) {
  ++configured_;
  volumes_.at(index)->set_working();
}

bool VolumeSet::retire(VolumeIndex index) {
  const std::lock_guard lock(mutex_);
  const auto& volume = volumes_.at(index);
  if (volume->failed()) return false;
  volume->set_failed();
  --configured_;
  return true;
}

void VolumeSet::forget_failure(const std::string& location) {
  const std::lock_guard lock(mutex_);
  if (std::erase(failures_.locations, location) > 0) --configured_;
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
  if (failed >= configured_) return true;
  return options_.failures_tolerated >= 0 &&
         failed > static_cast<std::size_t>(options_.failures_tolerated);
}

std::string VolumeSet::failure_summary() const {
  return fmt::format("Too many failed volumes - current valid volumes: {}, volumes configured: {}, "
                     "volumes failed: {}, volume failures tolerated: {}", working().size(),
                     configured_.load(), failures().locations.size(),
                     options_.failures_tolerated);
}

}  // namespace mammoth::datanode
