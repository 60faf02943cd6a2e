// GETFILEBLOCKLOCATIONS and GET_BLOCK_LOCATIONS.
#include <algorithm>
#include <array>
#include <limits>

#include "common/hdfs/located_blocks.h"
#include "httpfs/gateway/operations.h"

namespace mammoth::httpfs::ops {

namespace {

struct Range {
  std::uint64_t offset_bytes = 0;
  std::uint64_t length_bytes = std::numeric_limits<std::int64_t>::max();
};

// Numbers that are no range of a file ask for all of it.
Result<Range> read_range(const Call& call) {
  Range range;
  const auto offset = TRY(call.given.number("offset")).value_or(0);
  const auto length = TRY(call.given.number("length")).value_or(0);
  if (offset > 0) range.offset_bytes = static_cast<std::uint64_t>(offset);
  if (length > 0) range.length_bytes = static_cast<std::uint64_t>(length);
  return range;
}

std::string_view admin_state_name(hdfs::DatanodeAdminState state) {
  constexpr std::array<std::string_view, 5> kNames = {"NORMAL", "DECOMMISSION_INPROGRESS",
                                                      "DECOMMISSIONED", "ENTERING_MAINTENANCE",
                                                      "IN_MAINTENANCE"};
  return kNames[std::min(static_cast<std::size_t>(state), kNames.size() - 1)];
}

void write_node(const hdfs::DatanodeReport& node, http::JsonWriter& json) {
  json.begin_object().member("adminState", admin_state_name(node.admin_state));
  json.member("blockPoolUsed", node.block_pool_used_bytes);
  json.member("cacheCapacity", node.cache_capacity_bytes);
  json.member("cacheUsed", node.cache_used_bytes).member("capacity", node.capacity_bytes);
  json.member("dfsUsed", node.dfs_used_bytes).member("hostName", node.host_name);
  json.member("infoPort", node.info_port).member("infoSecurePort", node.info_secure_port);
  json.member("ipAddr", node.ip_address).member("ipcPort", node.ipc_port);
  json.member("lastBlockReportMonotonic", node.last_block_report_monotonic_ms);
  json.member("lastBlockReportTime", node.last_block_report_ms);
  json.member("lastUpdate", node.last_update_ms);
  json.member("lastUpdateMonotonic", node.last_update_monotonic_ms);
  json.member("name", node.ip_address + ":" + std::to_string(node.transfer_port));
  json.member("networkLocation", node.topology_path).member("remaining", node.remaining_bytes);
  json.member("storageID", node.uuid).member("xceiverCount", node.xceiver_count);
  json.member("xferPort", node.transfer_port).end_object();
}

void write_block(const hdfs::LocatedBlock& block, http::JsonWriter& json) {
  json.begin_object().key("block").begin_object().member("blockId", block.id);
  json.member("blockPoolId", block.pool_id).member("generationStamp", block.generation_stamp);
  json.member("numBytes", block.length_bytes).end_object();
  // The text of a token without a kind, a service and an identifier.
  json.key("blockToken").begin_object().member("urlString", "AAAAAA").end_object();
  json.key("cachedLocations").begin_array().end_array();
  json.member("isCorrupt", block.corrupt).key("locations").begin_array();
  for (const hdfs::DatanodeReport& node : block.locations) write_node(node, json);
  json.end_array().member("startOffset", block.offset_bytes);
  write_texts("storageTypes", block.storage_types, json);
  json.end_object();
}

}  // namespace

Result<void> get_file_block_locations(const Call& call) {
  const Range range = TRY(read_range(call));
  http::JsonWriter json;
  json.begin_object().key("BlockLocations").begin_object().key("BlockLocation").begin_array();
  for (const hdfs::BlockLocation& block :
       TRY(call.files.block_locations(call.path, range.offset_bytes, range.length_bytes))) {
    json.begin_object();
    write_texts("topologyPaths", block.topology_paths, json);
    json.member("corrupt", block.corrupt);
    write_texts("cachedHosts", {}, json);
    write_texts("names", block.names, json);
    json.member("offset", block.offset_bytes);
    write_texts("hosts", block.hosts, json);
    json.member("length", block.length_bytes);
    write_texts("storageTypes", block.storage_types, json);
    json.end_object();
  }
  call.answer_plain_json(json.end_array().end_object().end_object());
  return {};
}

Result<void> get_block_locations(const Call& call) {
  const Range range = TRY(read_range(call));
  const hdfs::LocatedBlocks blocks =
      TRY(call.files.located_blocks(call.path, range.offset_bytes, range.length_bytes));
  http::JsonWriter json;
  json.begin_object().key("LocatedBlocks").begin_object();
  json.member("fileLength", blocks.length_bytes);
  json.member("isLastBlockComplete", blocks.last_block_complete);
  json.member("isUnderConstruction", blocks.under_construction).key("lastLocatedBlock");
  if (blocks.last_block)
    write_block(*blocks.last_block, json);
  else
    json.null();
  json.key("locatedBlocks").begin_array();
  for (const hdfs::LocatedBlock& block : blocks.blocks) write_block(block, json);
  call.answer_plain_json(json.end_array().end_object().end_object());
  return {};
}

}  // namespace mammoth::httpfs::ops
