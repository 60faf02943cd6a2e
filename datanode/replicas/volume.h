// One directory of dfs.datanode.data.dir: its identity, its space, whether it still works (Hadoop:
// FsVolumeImpl, DataStorage, BlockPoolSliceStorage).
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "common/base/result.h"
#include "common/io/disk.h"
#include "datanode/replicas/layout.h"
#include "datanode/replicas/storage_location.h"

namespace mammoth::datanode {

// Whose data a datanode holds, as its NameNode says.
struct NamespaceIdentity {
  std::int32_t namespace_id = 0;
  std::string cluster_id;
  std::int64_t c_time = 0;
  std::string block_pool_id;
  bool operator==(const NamespaceIdentity&) const = default;
};

// Disk space of a replica of that length: block file and meta file. Reckoned for four bytes of
// checksum every 512, so that it never needs to look; with other chunks it is off by under one percent.
std::uint64_t replica_footprint(std::uint64_t length_bytes);

// All sizes in bytes.
struct VolumeUsage {
  std::uint64_t capacity = 0;   // of the file system, less what is reserved for others
  std::uint64_t used = 0;       // by replicas
  std::uint64_t remaining = 0;  // for new replicas
  std::uint64_t non_dfs_used = 0;
};

// Thread-safe. The counters are kept in memory: counted once by the scan, then adjusted with every
// change, so that no report walks the disk.
class Volume {
 public:
  // Locks the directory (in_use.lock), formats it when it is empty and checks that it belongs to this
  // namespace, this datanode and this layout. Refusals (kIo) use Hadoop's words: "Incompatible
  // clusterIDs in …", "Cannot lock storage …". Throws DiskError. `disk` must outlive the volume.
  static Result<std::shared_ptr<Volume>> open(Disk& disk, StorageLocation location,
                                              const NamespaceIdentity& identity,
                                              const std::string& datanode_uuid,
                                              std::uint64_t reserved_bytes);

  // The datanodeUuid in the directory's VERSION; empty when it is not formatted. Throws DiskError.
  static Result<std::string> stored_datanode_uuid(Disk& disk, const StorageLocation& location);

  Disk& disk() const { return disk_; }
  const StorageLocation& location() const { return location_; }
  StorageType type() const { return location_.type; }
  const std::string& root() const { return location_.path; }
  const std::string& storage_id() const { return storage_id_; }
  const PoolLayout& layout() const { return layout_; }

  // The files of a replica that lies here.
  std::string block_file(const Replica& replica) const {
    return layout_.block_file(replica.block.id, replica.effective());
  }
  std::string meta_file(const Replica& replica) const {
    return layout_.meta_file(replica.block.id, replica.block.generation_stamp, replica.effective());
  }

  // Throws DiskError.
  VolumeUsage usage() const;
  std::uint64_t available_bytes() const { return usage().remaining; }
  std::uint64_t used_bytes() const { return used_bytes_; }
  std::uint64_t reserved_bytes() const { return reserved_bytes_; }
  void set_reserved_bytes(std::uint64_t bytes) { reserved_bytes_ = bytes; }
  std::uint64_t reserved_for_replicas_bytes() const { return reserved_for_replicas_bytes_; }
  std::uint64_t blocks() const { return blocks_; }

  void add_used(std::int64_t bytes) { used_bytes_ += static_cast<std::uint64_t>(bytes); }
  void add_blocks(std::int64_t count) { blocks_ += static_cast<std::uint64_t>(count); }
  // Space that replicas being written may still take; given back as they grow or end.
  void reserve(std::uint64_t bytes) { reserved_for_replicas_bytes_ += bytes; }
  void release(std::uint64_t bytes) { reserved_for_replicas_bytes_ -= bytes; }

  // Writes, syncs and deletes a small file and lists a directory; false when any of that fails.
  bool works() const;
  bool failed() const { return failed_; }
  void set_failed() { failed_ = true; }
  // Of one that was opened later than the others, and has been scanned.
  void set_working() { failed_ = false; }
  // Lets others have the directory. For the thread that opened it.
  void unlock() { lock_.reset(); }

 private:
  Volume(Disk& disk, StorageLocation location, std::string_view pool_id,
         std::uint64_t reserved_bytes);

  Result<void> lock();
  Result<void> open_storage(const NamespaceIdentity& identity, const std::string& datanode_uuid);
  Result<void> open_pool(const NamespaceIdentity& identity);

  Disk& disk_;
  const StorageLocation location_;
  const PoolLayout layout_;
  std::atomic<std::uint64_t> reserved_bytes_;
  std::string storage_id_;
  std::unique_ptr<DiskFile> lock_;

  std::atomic<std::uint64_t> used_bytes_ = 0;
  std::atomic<std::uint64_t> reserved_for_replicas_bytes_ = 0;
  std::atomic<std::uint64_t> blocks_ = 0;
  std::atomic<bool> failed_ = false;
};

}  // namespace mammoth::datanode
