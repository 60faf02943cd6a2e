// All volumes of a datanode: which one takes the next replica, which ones have failed (Hadoop:
// FsVolumeList, RoundRobinVolumeChoosingPolicy, VolumeFailureInfo).
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "common/base/clock.h"
#include "common/base/result.h"
#include "datanode/replicas/volume.h"

namespace mammoth::datanode {

struct VolumeSetOptions {
  std::vector<StorageLocation> locations;
  std::uint64_t reserved_bytes = 0;  // on each: dfs.datanode.du.reserved
  int failures_tolerated = 0;        // dfs.datanode.failed.volumes.tolerated; -1: while one works
};

// Failed volumes as heartbeats tell them.
struct VolumeFailures {
  std::vector<std::string> locations;  // "[DISK]file:/data/3"
  std::int64_t last_failure_ms = 0;    // since the epoch
  std::uint64_t capacity_lost_bytes = 0;
};

// Filled by open(), after which all members are thread-safe. A volume keeps its index when others fail.
class VolumeSet {
 public:
  // `disk` and `clock` must outlive the set.
  VolumeSet(Disk& disk, const Clock& clock, VolumeSetOptions options);

  // Opens every location (Volume::open). Those that fail are remembered; more of them than tolerated
  // are refused with Hadoop's "Too many failed volumes - …", after a log line for each reason. The
  // datanode's own id is read from the first volume that has one, else made.
  Result<void> open(const NamespaceIdentity& identity);

  const std::string& datanode_uuid() const { return datanode_uuid_; }
  std::size_t size() const { return volumes_.size(); }
  const std::shared_ptr<Volume>& at(VolumeIndex index) const { return volumes_.at(index); }
  std::vector<std::shared_ptr<Volume>> working() const;

  // The next volume of that kind, round robin, with more than `bytes` to spare. Refuses (kIo) with
  // Hadoop's "Out of space: …" or "No more available volumes".
  Result<VolumeIndex> choose(StorageType type, std::uint64_t bytes);

  // Takes a volume out of use; false when it was out already.
  bool fail(VolumeIndex index);
  VolumeFailures failures() const;
  // Whether so many have failed that the datanode has to stop.
  bool too_many_failures() const;
  std::string failure_summary() const;  // "Too many failed volumes - …"

 private:
  void remember_failure(const std::string& location, std::uint64_t capacity_bytes);

  Disk& disk_;
  const Clock& clock_;
  const VolumeSetOptions options_;

  // Constant after open().
  std::string datanode_uuid_;
  std::vector<std::shared_ptr<Volume>> volumes_;

  mutable std::mutex mutex_;
  VolumeFailures failures_;                 // guarded by mutex_
  std::array<std::size_t, 8> turn_{};       // guarded by mutex_; by storage type
};

}  // namespace mammoth::datanode
