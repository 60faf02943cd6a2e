#include "namenode/web/webhdfs/json_status.h"

#include <fmt/format.h>

#include "namenode/blocks/block_text.h"

namespace mammoth::namenode {

namespace {

std::string_view admin_state_name(AdminState state) {
  switch (state) {
    case AdminState::kNormal:
      return "NORMAL";
    case AdminState::kDecommissionInProgress:
      return "DECOMMISSION_INPROGRESS";
    case AdminState::kDecommissioned:
      return "DECOMMISSIONED";
    case AdminState::kEnteringMaintenance:
      return "ENTERING_MAINTENANCE";
    case AdminState::kInMaintenance:
      break;
  }
  return "IN_MAINTENANCE";
}

void write_json(const DatanodeInfo& node, http::JsonWriter& json) {
  json.begin_object().member("adminState", admin_state_name(node.admin_state));
  json.member("blockPoolUsed", node.block_pool_used_bytes);
  json.member("cacheCapacity", node.cache_capacity_bytes);
  json.member("cacheUsed", node.cache_used_bytes).member("capacity", node.capacity_bytes);
  json.member("dfsUsed", node.dfs_used_bytes).member("hostName", node.id.host_name);
  json.member("infoPort", node.id.info_port);
  json.member("infoSecurePort", node.id.info_secure_port);
  json.member("ipAddr", node.id.ip_address).member("ipcPort", node.id.ipc_port);
  json.member("lastBlockReportMonotonic", node.last_block_report_monotonic_ms);
  json.member("lastBlockReportTime", node.last_block_report_ms);
  json.member("lastUpdate", node.last_update_ms);
  json.member("lastUpdateMonotonic", node.last_update_monotonic_ms);
  json.member("name", node.id.xfer_address());
  json.member("networkLocation", node.network_location).member("remaining", node.remaining_bytes);
  json.member("storageID", node.id.uuid).member("xceiverCount", node.xceiver_count);
  json.member("xferPort", node.id.xfer_port).end_object();
}

void write_json(const LocatedFileBlock& block, std::string_view block_pool_id,
                http::JsonWriter& json) {
  const Block& id = block.located.block;
  json.begin_object().key("block").begin_object();
  json.member("blockId", id.id.value()).member("blockPoolId", block_pool_id);
  json.member("generationStamp", id.generation_stamp.value());
  json.member("numBytes", id.length_bytes).end_object();
  // The text of a token without a kind, a service and an identifier.
  json.key("blockToken").begin_object().member("urlString", "AAAAAA").end_object();
  json.key("cachedLocations").begin_array().end_array();
  json.member("isCorrupt", block.located.corrupt).key("locations").begin_array();
  for (const StorageTarget& target : block.located.locations) write_json(*target.datanode, json);
  json.end_array().member("startOffset", block.offset_bytes).key("storageTypes").begin_array();
  for (const StorageTarget& target : block.located.locations)
    json.value(storage_type_name(target.storage->type));
  json.end_array().end_object();
}

}  // namespace

void write_json(const InodeStatus& status, http::JsonWriter& json) {
  const Inode& inode = *status.inode;
  json.begin_object().member("accessTime", status.directory.access_time_ms);
  if (inode.acl) json.member("aclBit", true);
  json.member("blockSize", inode.preferred_block_size_bytes);
  json.member("childrenNum", status.directory.child_count);
  json.member("fileId", static_cast<std::int64_t>(inode.id.value()));
  json.member("group", inode.group);
  json.member("length", inode.is_file() ? inode.length_bytes() : 0);
  json.member("modificationTime", status.directory.modification_time_ms);
  json.member("owner", inode.owner).member("pathSuffix", status.name);
  json.member("permission", fmt::format("{:o}", inode.mode));
  json.member("replication", inode.replication);
  if (status.snapshottable) json.member("snapshotEnabled", true);
  json.member("storagePolicy", status.storage_policy);
  if (inode.link_target) json.member("symlink", *inode.link_target);
  const char* type = inode.is_directory() ? "DIRECTORY" : inode.is_symlink() ? "SYMLINK" : "FILE";
  json.member("type", type).end_object();
}

void write_json(const LocatedFile& file, std::string_view block_pool_id, http::JsonWriter& json) {
  json.begin_object().member("fileLength", file.length_bytes);
  json.member("isLastBlockComplete", file.last_block_complete);
  json.member("isUnderConstruction", file.under_construction).key("lastLocatedBlock");
  if (file.last_block)
    write_json(*file.last_block, block_pool_id, json);
  else
    json.null();
  json.key("locatedBlocks").begin_array();
  for (const LocatedFileBlock& block : file.blocks) write_json(block, block_pool_id, json);
  json.end_array().end_object();
}

}  // namespace mammoth::namenode
