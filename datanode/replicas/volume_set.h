// All volumes of a datanode: which one takes the next replica, which ones have failed (Hadoop:
// FsVolumeList, RoundRobinVolumeChoosingPolicy, VolumeFailureInfo).
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/clock.h"
#include "common/base/result.h"
#include "datanode/replicas/volume.h"

namespace mammoth::datanode {

// Hadoop: ReservedSpaceCalculator. Of the configured bytes and the share of the capacity, which counts.
enum class ReservedSpace : std::uint8_t { kAbsolute, kPercentage, kConservative, kAggressive };
enum class VolumeChoice : std::uint8_t { kRoundRobin, kAvailableSpace };

// By class name, with or without package. Nothing for one that there is not.
std::optional<ReservedSpace> parse_reserved_space(std::string_view class_name);
std::optional<VolumeChoice> parse_volume_choice(std::string_view class_name);

struct VolumeSetOptions {
  std::vector<StorageLocation> locations;
  std::uint64_t reserved_bytes = 0;  // on each: dfs.datanode.du.reserved
  std::uint32_t reserved_percent = 0;
  ReservedSpace reserved_space = ReservedSpace::kAbsolute;
  VolumeChoice choice = VolumeChoice::kRoundRobin;
  std::uint64_t balanced_threshold_bytes = 10ull << 30;  // free space that differs by less is equal
  double balanced_preference = 0.75;  // of the choices, to the volumes with more of it
  int failures_tolerated = 0;        // dfs.datanode.failed.volumes.tolerated; -1: while one works
};

// Failed volumes as heartbeats tell them.
struct VolumeFailures {
  std::vector<std::string> locations;  // "[DISK]file:/data/3"
  std::int64_t last_failure_ms = 0;    // since the epoch
  std::uint64_t capacity_lost_bytes = 0;
};

// Filled by open(), after which all members are thread-safe; volumes come and go for one thread at a
// time. A volume keeps its index when others fail or go, and nobody gets it again.
class VolumeSet {
 public:
  // `disk` and `clock` must outlive the set.
  VolumeSet(Disk& disk, const Clock& clock, VolumeSetOptions options);

  // Opens every location (Volume::open). Those that fail are remembered; more of them than tolerated
  // are refused with Hadoop's "Too many failed volumes - …", after a log line for each reason. The
  // datanode's own id is read from the first volume that has one, else made.
  Result<void> open(const NamespaceIdentity& identity);

  const std::string& datanode_uuid() const { return datanode_uuid_; }
  std::size_t size() const { return count_; }  // those that are out of use too
  const std::shared_ptr<Volume>& at(VolumeIndex index) const { return volumes_.at(index); }
  std::vector<std::shared_ptr<Volume>> working() const;

  // A volume of that kind with more than `bytes` to spare: the next one, or by the available space.
  // Refuses (kIo) with Hadoop's "Out of space: …" or "No more available volumes".
  Result<VolumeIndex> choose(StorageType type, std::uint64_t bytes);

  // Takes a volume out of use; false when it was out already.
  bool fail(VolumeIndex index);

  // Opens one more, which is out of use until activate(). kIo when it cannot be, and beyond 256.
  Result<VolumeIndex> append(const StorageLocation& location, const NamespaceIdentity& identity);
  void activate(VolumeIndex index);
  // Takes a volume out of use for good, which is no failure; false when it was out already.
  bool retire(VolumeIndex index);
  // Counts a location as failed no more.
  void forget_failure(const std::string& location);
  VolumeFailures failures() const;
  // Whether so many have failed that the datanode has to stop.
  bool too_many_failures() const;
  std::string failure_summary() const;  // "Too many failed volumes - …"

 private:
  struct Candidate {
    VolumeIndex index;
    std::uint64_t available_bytes;
  };
  // The lists are those of one turn: all volumes of a type, those with little space, those with much.
  enum class Turn : std::uint8_t { kAll, kLow, kHigh };
  Result<VolumeIndex> next_of(const std::vector<Candidate>& candidates, StorageType type, Turn turn,
                              std::uint64_t bytes);
  Result<VolumeIndex> by_available_space(const std::vector<Candidate>& candidates, StorageType type,
                                         std::uint64_t bytes);
  std::uint64_t reserved_bytes_of(const Volume& volume) const;
  void remember_failure(const std::string& location, std::uint64_t capacity_bytes);
  Result<VolumeIndex> place(std::shared_ptr<Volume> volume);

  Disk& disk_;
  const Clock& clock_;
  const VolumeSetOptions options_;

  static constexpr std::size_t kMostVolumes = 256;

  // Constant after open().
  std::string datanode_uuid_;
  // Constant up to count_, which grows once the next one is there.
  std::array<std::shared_ptr<Volume>, kMostVolumes> volumes_;
  std::atomic<std::size_t> count_ = 0;
  std::atomic<std::size_t> configured_;

  mutable std::mutex mutex_;
  VolumeFailures failures_;                 // guarded by mutex_
  std::array<std::array<std::size_t, 8>, 3> turn_{};  // guarded by mutex_; by Turn and storage type
  std::minstd_rand random_{std::random_device{}()};   // guarded by mutex_
};

}  // namespace mammoth::datanode
