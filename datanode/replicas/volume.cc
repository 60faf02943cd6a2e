#include "datanode/replicas/volume.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "common/base/log.h"
#include "common/io/data_checksum.h"
#include "datanode/replicas/uuid.h"
#include "datanode/replicas/version_file.h"

namespace mammoth::datanode {
namespace {

Error refuse(std::string message) { return {ErrorCode::kIo, std::move(message)}; }

std::string version_path(const StorageLocation& location) {
  return location.path + "/current/VERSION";
}

std::uint64_t less(std::uint64_t a, std::uint64_t b) { return a > b ? a - b : 0; }

// A directory with all its parents; those that are new survive a power cut.
void make_durable_directories(Disk& disk, const std::string& path) {
  if (disk.status(path)) return;
  const auto parent = parent_directory(path);
  if (parent != path) make_durable_directories(disk, parent);
  disk.make_directories(path);
  disk.sync_directory(parent);
}

Result<void> check_layout(const Properties& version, const std::string& path) {
  const std::int64_t layout = TRY(required_number(version, "layoutVersion", path));
  if (layout < kLayoutVersion)
    return refuse(fmt::format("Unexpected version of storage directory {}. Reported: {}. "
                              "Expecting = {}.", parent_directory(path), layout, kLayoutVersion));
  if (layout > kLayoutVersion)
    return refuse(fmt::format("{} has the older layout {}; only an upgrade by Apache's DataNode "
                              "brings it to {}.", parent_directory(path), layout, kLayoutVersion));
  return {};
}

}  // namespace

std::uint64_t replica_footprint(std::uint64_t length_bytes) {
  return length_bytes + DataChecksum{}.meta_file_bytes(length_bytes);
}

Volume::Volume(Disk& disk, StorageLocation location, std::string_view pool_id,
               std::uint64_t reserved_bytes)
    : disk_(disk),
      location_(std::move(location)),
      layout_(location_.path, pool_id),
      reserved_bytes_(reserved_bytes) {}

Result<std::string> Volume::stored_datanode_uuid(Disk& disk, const StorageLocation& location) {
  const auto path = version_path(location);
  if (!disk.status(path)) return std::string();
  const Properties version = TRY(read_version_file(disk, path));
  const auto found = version.find("datanodeUuid");
  return found == version.end() ? std::string() : found->second;
}

Result<std::shared_ptr<Volume>> Volume::open(Disk& disk, StorageLocation location,
                                             const NamespaceIdentity& identity,
                                             const std::string& datanode_uuid,
                                             std::uint64_t reserved_bytes) {
  std::shared_ptr<Volume> volume(
      new Volume(disk, std::move(location), identity.block_pool_id, reserved_bytes));
  make_durable_directories(disk, volume->root());
  TRY(volume->lock());
  TRY(volume->open_storage(identity, datanode_uuid));
  TRY(volume->open_pool(identity));
  return volume;
}

Result<void> Volume::lock() {
  const auto path = root() + "/in_use.lock";
  lock_ = disk_.open(path, OpenMode::kOpenOrCreate);
  if (!lock_->try_lock())
    return refuse(fmt::format("Cannot lock storage {}. The directory is already locked", root()));
  char host[256] = {};
  ::gethostname(host, sizeof host - 1);
  lock_->truncate(0);
  lock_->write_at(0, as_byte_view(fmt::format("{}@{}", ::getpid(), host)));
  return {};
}

Result<void> Volume::open_storage(const NamespaceIdentity& identity,
                                  const std::string& datanode_uuid) {
  for (const auto* leftover : {"/previous.tmp", "/removed.tmp", "/finalized.tmp"})
    if (disk_.status(root() + leftover))
      return refuse(fmt::format("{}{} shows an upgrade or rollback that did not finish; let "
                                "Apache's DataNode finish it.", root(), leftover));
  const auto path = version_path(location_);
  if (!disk_.status(path)) {
    log::info("datanode", "Storage directory with location {} is not formatted for namespace {}. "
              "Formatting...", location_.to_string(), identity.namespace_id);
    make_durable_directories(disk_, root() + "/current");
    storage_id_ = "DS-" + random_uuid();
    write_version_file(disk_, path,
                       {{"storageType", "DATA_NODE"},
                        {"clusterID", identity.cluster_id},
                        {"cTime", "0"},
                        {"layoutVersion", std::to_string(kLayoutVersion)},
                        {"storageID", storage_id_},
                        {"datanodeUuid", datanode_uuid}});
    return {};
  }
  const Properties version = TRY(read_version_file(disk_, path));
  TRY(check_layout(version, path));
  const std::string cluster_id = TRY(required_text(version, "clusterID", path));
  if (cluster_id != identity.cluster_id)
    return refuse(fmt::format("Incompatible clusterIDs in {}: namenode clusterID = {}; datanode "
                              "clusterID = {}", root(), identity.cluster_id, cluster_id));
  storage_id_ = TRY(required_text(version, "storageID", path));
  const auto uuid = version.find("datanodeUuid");
  if (uuid != version.end() && uuid->second != datanode_uuid)
    return refuse(fmt::format("Root {}: DatanodeUuid={}, does not match {} from other "
                              "StorageDirectory.", root(), uuid->second, datanode_uuid));
  return {};
}

Result<void> Volume::open_pool(const NamespaceIdentity& identity) {
  const auto path = layout_.version_file();
  if (!disk_.status(path)) {
    log::info("datanode", "Formatting block pool {} directory {}", identity.block_pool_id,
              layout_.current());
    make_durable_directories(disk_, layout_.current());
    write_version_file(disk_, path,
                       {{"namespaceID", std::to_string(identity.namespace_id)},
                        {"cTime", std::to_string(identity.c_time)},
                        {"blockpoolID", identity.block_pool_id},
                        {"layoutVersion", std::to_string(kLayoutVersion)}});
  }
  const Properties version = TRY(read_version_file(disk_, path));
  TRY(check_layout(version, path));
  const std::int64_t namespace_id = TRY(required_number(version, "namespaceID", path));
  const std::string pool_id = TRY(required_text(version, "blockpoolID", path));
  const std::int64_t c_time = TRY(required_number(version, "cTime", path));
  if (static_cast<std::int32_t>(namespace_id) != identity.namespace_id)
    return refuse(fmt::format("Incompatible namespaceIDs in {}: namenode namespaceID = {}; datanode "
                              "namespaceID = {}", layout_.pool(), identity.namespace_id,
                              namespace_id));
  if (pool_id != identity.block_pool_id)
    return refuse(fmt::format("Incompatible blockpoolIDs in {}: namenode blockpoolID = {}; datanode "
                              "blockpoolID = {}", layout_.pool(), identity.block_pool_id, pool_id));
  if (c_time != identity.c_time)
    return refuse(fmt::format("Datanode CTime (={}) is not equal to namenode CTime (={})", c_time,
                              identity.c_time));
  make_durable_directories(disk_, layout_.finalized());
  make_durable_directories(disk_, layout_.rbw());
  make_durable_directories(disk_, layout_.temporary());
  return {};
}

VolumeUsage Volume::usage() const {
  const auto space = disk_.space(root());
  const std::uint64_t used = used_bytes_;
  const std::uint64_t pledged = reserved_for_replicas_bytes_;
  const auto foreign = less(less(space.capacity_bytes, space.free_bytes), used);
  VolumeUsage usage;
  const std::uint64_t reserved = reserved_bytes_;
  usage.capacity = less(space.capacity_bytes, reserved);
  usage.used = used;
  usage.non_dfs_used = less(foreign, reserved);
  const auto by_quota = less(usage.capacity, used + pledged);
  const auto by_disk = less(space.available_bytes, less(reserved, foreign) + pledged);
  usage.remaining = std::min(by_quota, by_disk);
  return usage;
}

bool Volume::works() const {
  const auto path = layout_.temporary() + "/.probe";
  try {
    disk_.unlink(path);
    const auto file = disk_.open(path, OpenMode::kCreate);
    file->write_at(0, as_byte_view("probe"));
    file->sync_data();
    disk_.unlink(path);
    disk_.list(layout_.current());
    return true;
  } catch (const DiskError& e) {
    log::warn("datanode", "volume {} does not work: {}", location_.to_string(), e.what());
    return e.error_number() == ENOSPC;
  }
}

}  // namespace mammoth::datanode
