#include "namenode/web/beans.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "common/http/json.h"
#include "common/http/process_beans.h"
#include "namenode/blocks/block_text.h"
#include "namenode/web/snapshot_bean.h"
#include "namenode/web/startup_progress.h"

namespace mammoth::namenode {

namespace {

using DatanodePtr = std::shared_ptr<const DatanodeInfo>;

struct TypeSum {
  std::uint64_t capacity = 0;
  std::uint64_t used = 0;
  std::uint64_t remaining = 0;
  std::uint64_t pool_used = 0;
  std::uint64_t non_dfs_used = 0;
  std::uint32_t nodes = 0;
};

struct Reading {
  CapacityStatistics capacity;
  BlockStatistics blocks;
  std::vector<DatanodePtr> live;
  std::vector<DatanodePtr> dead;
  std::vector<DatanodePtr> decommissioning;
  std::vector<DatanodePtr> entering_maintenance;
  std::map<StorageType, TypeSum> types;
  std::uint64_t failed_volumes = 0;
  std::uint64_t capacity_lost = 0;  // with them, in bytes
  std::string safe_mode;  // empty while it is off
  std::int64_t now_ms = 0;
};

void add_storages(const BlockManager& blocks, const DatanodeInfo& node, Reading& reading) {
  reading.failed_volumes += node.failed_volumes;
  if (node.volume_failures) reading.capacity_lost += node.volume_failures->capacity_lost_bytes;
  std::map<StorageType, bool> seen;
  for (const StorageReport& storage : blocks.storage_reports(node.index)) {
    TypeSum& sum = reading.types[storage.type];
    sum.capacity += storage.capacity_bytes;
    sum.used += storage.dfs_used_bytes;
    sum.remaining += storage.remaining_bytes;
    sum.pool_used += storage.block_pool_used_bytes;
    sum.non_dfs_used += storage.non_dfs_used_bytes;
    if (!std::exchange(seen[storage.type], true)) ++sum.nodes;
  }
}

Reading read(const Namesystem& system) {
  Reading reading;
  reading.now_ms = http::wall_clock_ms();
  system.read_blocks([&](const BlockManager& blocks) {
    reading.capacity = blocks.capacity();
    reading.blocks = blocks.statistics();
    reading.live = blocks.datanodes(DatanodeReportKind::kLive);
    reading.dead = blocks.datanodes(DatanodeReportKind::kDead);
    reading.decommissioning = blocks.datanodes(DatanodeReportKind::kDecommissioning);
    reading.entering_maintenance = blocks.datanodes(DatanodeReportKind::kEnteringMaintenance);
    if (blocks.safe_mode().active())
      reading.safe_mode = "Safe mode is ON. " + blocks.safe_mode().tip();
    for (const DatanodePtr& node : reading.live) add_storages(blocks, *node, reading);
  });
  return reading;
}

std::size_t count(const std::vector<DatanodePtr>& nodes, AdminState state) {
  return static_cast<std::size_t>(
      std::count_if(nodes.begin(), nodes.end(),
                    [&](const DatanodePtr& node) { return node->admin_state == state; }));
}

std::string bean_name(std::string_view name) {
  return fmt::format("Hadoop:service=NameNode,name={}", name);
}

double percent(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0.0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

void add_common(const Reading& reading, http::Bean& bean) {
  bean.add("CapacityTotal", reading.capacity.capacity_bytes);
  bean.add("CapacityUsed", reading.capacity.used_bytes);
  bean.add("CapacityRemaining", reading.capacity.remaining_bytes);
  bean.add("ProvidedCapacityTotal", 0u);
  bean.add("TotalLoad", reading.capacity.xceivers);
  bean.add("NumEncryptionZones", 0u);
  bean.add("CurrentTokensCount", 0u);
  bean.add("PendingSPSPaths", 0u);
  bean.add("BlocksTotal", reading.blocks.blocks);
  bean.add("PendingReplicationBlocks", reading.blocks.pending_reconstruction);
  bean.add("PendingReconstructionBlocks", reading.blocks.pending_reconstruction);
  bean.add("UnderReplicatedBlocks", reading.blocks.low_redundancy);
  bean.add("LowRedundancyBlocks", reading.blocks.low_redundancy);
  bean.add("ScheduledReplicationBlocks", reading.blocks.scheduled_reconstruction);
  bean.add("PendingDeletionBlocks", reading.blocks.pending_deletion);
  bean.add("NumLiveDataNodes", reading.live.size());
  bean.add("NumDeadDataNodes", reading.dead.size());
  bean.add("NumDecomLiveDataNodes", count(reading.live, AdminState::kDecommissioned));
  bean.add("NumDecomDeadDataNodes", count(reading.dead, AdminState::kDecommissioned));
  bean.add("NumInServiceLiveDataNodes", count(reading.live, AdminState::kNormal));
  bean.add("VolumeFailuresTotal", reading.failed_volumes);
  bean.add("EstimatedCapacityLostTotal", reading.capacity_lost);
  bean.add("NumDecommissioningDataNodes", reading.decommissioning.size());
  bean.add("NumInMaintenanceLiveDataNodes", count(reading.live, AdminState::kInMaintenance));
  bean.add("NumInMaintenanceDeadDataNodes", count(reading.dead, AdminState::kInMaintenance));
  bean.add("NumEnteringMaintenanceDataNodes", reading.entering_maintenance.size());
}

http::Bean file_system_state(const Reading& reading) {
  http::Bean bean{.name = bean_name("FSNamesystemState"),
                  .class_name = "org.apache.hadoop.hdfs.server.namenode.FSNamesystem"};
  add_common(reading, bean);
  bean.add("FSState", reading.safe_mode.empty() ? "Operational" : "safeMode");
  bean.add("NumStaleDataNodes", reading.capacity.stale_datanodes);
  return bean;
}

void add_replicated(const Reading& reading, http::Bean& bean) {
  bean.add("LowRedundancyReplicatedBlocks", reading.blocks.low_redundancy);
  bean.add("CorruptReplicatedBlocks", reading.blocks.corrupt_replica_blocks);
  bean.add("MissingReplicatedBlocks", reading.blocks.missing);
  bean.add("MissingReplicationOneBlocks", reading.blocks.missing_replication_one);
  bean.add("BytesInFutureReplicatedBlocks", reading.blocks.future_bytes);
  bean.add("PendingDeletionReplicatedBlocks", reading.blocks.pending_deletion);
  bean.add("TotalReplicatedBlocks", reading.blocks.blocks);
}

// Files are replicated.
void add_erasure_coded(http::Bean& bean) {
  for (const char* name :
       {"LowRedundancyECBlockGroups", "CorruptECBlockGroups", "MissingECBlockGroups",
        "BytesInFutureECBlockGroups", "PendingDeletionECBlocks", "TotalECBlockGroups"})
    bean.add(name, 0u);
}

double gigabytes(std::uint64_t bytes) {
  return std::round(static_cast<double>(bytes) / (1024.0 * 1024.0 * 1024.0));
}

http::Bean file_system(const WebParts& parts, const Reading& reading) {
  http::Bean bean{.name = bean_name("FSNamesystem"), .class_name = "FSNamesystem"};
  bean.add("tag.Context", "dfs");
  bean.add("tag.HAState", "active");
  bean.add("tag.Hostname", http::host_name());
  bean.add("MissingBlocks", reading.blocks.missing);
  bean.add("MissingReplOneBlocks", reading.blocks.missing_replication_one);
  bean.add("LastWrittenTransactionId", parts.system.last_sequence());
  add_common(reading, bean);
  bean.add("CapacityTotalGB", gigabytes(reading.capacity.capacity_bytes));
  bean.add("CapacityUsedGB", gigabytes(reading.capacity.used_bytes));
  bean.add("CapacityRemainingGB", gigabytes(reading.capacity.remaining_bytes));
  bean.add("CapacityUsedNonDFS", reading.capacity.non_dfs_used_bytes);
  bean.add("CorruptBlocks", reading.blocks.corrupt_replica_blocks);
  add_replicated(reading, bean);
  bean.add("HighestPriorityLowRedundancyReplicatedBlocks",
           reading.blocks.highest_priority_low_redundancy);
  add_erasure_coded(bean);
  bean.add("ExcessBlocks", reading.blocks.excess);
  bean.add("StaleDataNodes", reading.capacity.stale_datanodes);
  return bean;
}

http::Bean replicated_blocks(const Reading& reading) {
  http::Bean bean{.name = bean_name("ReplicatedBlocksState"),
                  .class_name = "org.apache.hadoop.hdfs.server.namenode.FSNamesystem"};
  add_replicated(reading, bean);
  return bean;
}

http::Bean erasure_coded_blocks() {
  http::Bean bean{.name = bean_name("ECBlockGroupsState"),
                  .class_name = "org.apache.hadoop.hdfs.server.namenode.FSNamesystem"};
  add_erasure_coded(bean);
  bean.add("EnabledEcPolicies", "");
  return bean;
}

http::Bean block_statistics(const Reading& reading) {
  http::JsonWriter json;
  json.begin_array();
  for (const auto& [type, sum] : reading.types) {
    json.begin_object().member("key", storage_type_name(type)).key("value").begin_object();
    json.member("blockPoolUsed", sum.pool_used).member("capacityNonDfsUsed", sum.non_dfs_used);
    json.member("capacityRemaining", sum.remaining).member("capacityTotal", sum.capacity);
    json.member("capacityUsed", sum.used).member("nodesInService", sum.nodes);
    json.end_object().end_object();
  }
  http::Bean bean{.name = bean_name("BlockStats"),
                  .class_name = "org.apache.hadoop.hdfs.server.blockmanagement.BlockManager"};
  bean.add_json("StorageTypeStats", std::move(json.end_array()).text());
  return bean;
}

std::string_view admin_text(AdminState state) {
  switch (state) {
    case AdminState::kNormal:
      return "In Service";
    case AdminState::kDecommissionInProgress:
      return "Decommission In Progress";
    case AdminState::kDecommissioned:
      return "Decommissioned";
    case AdminState::kEnteringMaintenance:
      return "Entering Maintenance";
    case AdminState::kInMaintenance:
      break;
  }
  return "In Maintenance";
}

void write_node(const DatanodeInfo& node, std::int64_t now_ms, http::JsonWriter& json) {
  json.key(fmt::format("{}:{}", node.id.host_name, node.id.xfer_port)).begin_object();
  json.member("infoAddr", fmt::format("{}:{}", node.id.ip_address, node.id.info_port));
  json.member("infoSecureAddr", fmt::format("{}:{}", node.id.ip_address, node.id.info_secure_port));
  json.member("xferaddr", node.id.xfer_address()).member("location", node.network_location);
  json.member("lastContact", (now_ms - node.last_update_ms) / 1000);
  json.member("usedSpace", node.dfs_used_bytes);
  json.member("adminState", admin_text(node.admin_state));
  json.member("nonDfsUsedSpace", node.non_dfs_used_bytes).member("capacity", node.capacity_bytes);
  json.member("numBlocks", node.block_count).member("version", node.software_version);
  json.member("used", node.dfs_used_bytes).member("remaining", node.remaining_bytes);
  json.member("blockPoolUsed", node.block_pool_used_bytes);
  json.member("lastBlockReport", node.last_block_report_ms == 0
                                     ? std::int64_t{0}
                                     : (now_ms - node.last_block_report_ms) / 60'000);
  json.member("blockPoolUsedPercent", percent(node.block_pool_used_bytes, node.capacity_bytes));
  json.member("volfails", node.failed_volumes);
  if (node.volume_failures) {
    json.key("failedStorageIDs").begin_array();
    for (const std::string& location : node.volume_failures->locations) json.value(location);
    json.end_array().member("lastVolumeFailureDate", node.volume_failures->last_failure_ms);
    json.member("estimatedCapacityLostTotal", node.volume_failures->capacity_lost_bytes);
  }
  json.end_object();
}

// The dead, and those that are on their way out, in fewer words.
std::string short_nodes_json(const std::vector<DatanodePtr>& nodes, std::int64_t now_ms) {
  http::JsonWriter json;
  json.begin_object();
  for (const DatanodePtr& node : nodes) {
    json.key(fmt::format("{}:{}", node->id.host_name, node->id.xfer_port)).begin_object();
    json.member("lastContact", (now_ms - node->last_update_ms) / 1000);
    json.member("decommissioned", node->admin_state == AdminState::kDecommissioned);
    json.member("adminState", admin_text(node->admin_state));
    json.member("xferaddr", node->id.xfer_address());
    json.member("infoAddr", fmt::format("{}:{}", node->id.ip_address, node->id.info_port));
    json.end_object();
  }
  return std::move(json.end_object()).text();
}

// How full the DataNodes are, beside each other.
std::string node_usage(const std::vector<DatanodePtr>& nodes) {
  std::vector<double> shares;
  for (const DatanodePtr& node : nodes)
    if (node->admin_state == AdminState::kNormal)
      shares.push_back(percent(node->dfs_used_bytes, node->capacity_bytes));
  std::sort(shares.begin(), shares.end());
  double least = 0, median = 0, most = 0, deviation = 0;
  if (!shares.empty()) {
    least = shares.front();
    most = shares.back();
    median = shares[shares.size() / 2];
    double mean = 0;
    for (const double share : shares) mean += share / static_cast<double>(shares.size());
    for (const double share : shares) deviation += (share - mean) * (share - mean);
    deviation = std::sqrt(deviation / static_cast<double>(shares.size()));
  }
  return fmt::format(
      R"({{"nodeUsage":{{"min":"{:.2f}%","median":"{:.2f}%","max":"{:.2f}%","stdDev":"{:.2f}%"}}}})",
      least, median, most, deviation);
}

std::string versions_json(const std::vector<DatanodePtr>& nodes) {
  std::map<std::string, std::size_t> counts;
  for (const DatanodePtr& node : nodes) ++counts[node->software_version];
  http::JsonWriter json;
  json.begin_array();
  for (const auto& [version, nodes_of] : counts)
    json.begin_object().member("key", version).member("value", nodes_of).end_object();
  return std::move(json.end_array()).text();
}

std::string nodes_json(const std::vector<DatanodePtr>& nodes, std::int64_t now_ms) {
  http::JsonWriter json;
  json.begin_object();
  for (const DatanodePtr& node : nodes) write_node(*node, now_ms, json);
  json.end_object();
  return std::move(json).text();
}

http::Bean namenode_info(const WebParts& parts, const Reading& reading, std::int64_t started_ms) {
  http::Bean bean{.name = bean_name("NameNodeInfo"),
                  .class_name = "org.apache.hadoop.hdfs.server.namenode.FSNamesystem"};
  bean.add("Version", parts.software_version);
  bean.add("SoftwareVersion", parts.software_version);
  bean.add("UpgradeFinalized", true);
  bean.add("BlockPoolId", parts.system.block_pool_id());
  bean.add("ClusterId", parts.cluster_id);
  bean.add("Used", reading.capacity.used_bytes);
  bean.add("Free", reading.capacity.remaining_bytes);
  bean.add("Total", reading.capacity.capacity_bytes);
  bean.add("ProvidedCapacity", 0u);
  bean.add("Safemode", reading.safe_mode);
  bean.add("NonDfsUsedSpace", reading.capacity.non_dfs_used_bytes);
  bean.add("PercentUsed", percent(reading.capacity.used_bytes, reading.capacity.capacity_bytes));
  bean.add("BlockPoolUsedSpace", reading.capacity.block_pool_used_bytes);
  bean.add("PercentBlockPoolUsed",
           percent(reading.capacity.block_pool_used_bytes, reading.capacity.capacity_bytes));
  bean.add("PercentRemaining",
           percent(reading.capacity.remaining_bytes, reading.capacity.capacity_bytes));
  bean.add("CacheCapacity", 0u);
  bean.add("CacheUsed", 0u);
  bean.add("TotalBlocks", reading.blocks.blocks);
  bean.add("NumberOfMissingBlocks", reading.blocks.missing);
  bean.add("NumberOfMissingBlocksWithReplicationFactorOne", reading.blocks.missing_replication_one);
  bean.add("HighestPriorityLowRedundancyReplicatedBlocks",
           reading.blocks.highest_priority_low_redundancy);
  bean.add("LiveNodes", nodes_json(reading.live, reading.now_ms));
  bean.add("DeadNodes", short_nodes_json(reading.dead, reading.now_ms));
  bean.add("DecomNodes", short_nodes_json(reading.decommissioning, reading.now_ms));
  bean.add("EnteringMaintenanceNodes",
           short_nodes_json(reading.entering_maintenance, reading.now_ms));
  bean.add("NodeUsage", node_usage(reading.live));
  bean.add("NNStartedTimeInMillis", started_ms);
  bean.add_json("DistinctVersions", versions_json(reading.live));
  return bean;
}

http::Bean namenode_status(const WebParts& parts) {
  http::Bean bean{.name = bean_name("NameNodeStatus"),
                  .class_name = "org.apache.hadoop.hdfs.server.namenode.NameNode"};
  bean.add("State", "active");
  bean.add("NNRole", "NameNode");
  bean.add("HostAndPort", fmt::format("{}:{}", parts.system.options().host_name, parts.rpc_port));
  bean.add("SecurityEnabled", false);
  return bean;
}

http::Bean rpc_activity(const WebParts& parts) {
  const rpc::ServerStatistics statistics = parts.rpc_statistics();
  const std::string name = fmt::format("RpcActivityForPort{}", parts.rpc_port);
  http::Bean bean{.name = bean_name(name), .class_name = name};
  bean.add("tag.port", std::to_string(parts.rpc_port));
  bean.add("ReceivedBytes", statistics.received_bytes);
  bean.add("SentBytes", statistics.sent_bytes);
  bean.add("TotalRequests", statistics.calls);
  bean.add("RpcProcessingTimeNumOps", statistics.calls);
  bean.add("NumOpenConnections", statistics.open_connections);
  bean.add("CallQueueLength", statistics.calls_in_flight);
  bean.add("RpcClientBackoff", statistics.refused_busy);
  return bean;
}

}  // namespace

std::vector<http::Bean> read_beans(const WebParts& parts, std::int64_t started_ms) {
  const Reading reading = read(parts.system);
  http::Bean state{.name = bean_name("NameNode"), .class_name = "NameNode"};
  state.add("tag.Context", "dfs");
  state.add("NameNodeState", 1);  // active
  std::vector<http::Bean> beans{file_system_state(reading),
                                file_system(parts, reading),
                                namenode_info(parts, reading, started_ms),
                                namenode_status(parts),
                                std::move(state),
                                replicated_blocks(reading),
                                erasure_coded_blocks(),
                                block_statistics(reading),
                                snapshot_bean(parts.system),
                                http::ugi_bean("NameNode", parts.system.groups().lookups()),
                                startup_progress_bean(parts, started_ms),
                                rpc_activity(parts)};
  for (http::Bean& bean : http::process_beans("NameNode", started_ms, reading.now_ms))
    beans.push_back(std::move(bean));
  return beans;
}

}  // namespace mammoth::namenode
