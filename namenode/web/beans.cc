#include "namenode/web/beans.h"

#include <fmt/format.h>

#include <chrono>

#include "common/http/json.h"

namespace mammoth::namenode {

namespace {

using DatanodePtr = std::shared_ptr<const DatanodeInfo>;

struct Reading {
  CapacityStatistics capacity;
  BlockStatistics blocks;
  std::vector<DatanodePtr> live;
  std::vector<DatanodePtr> dead;
  std::size_t decommissioning = 0;
  bool safe_mode = false;
  std::int64_t now_ms = 0;
};

std::int64_t wall_clock_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

Reading read(const Namesystem& system) {
  Reading reading;
  reading.safe_mode = system.in_safe_mode();
  reading.now_ms = wall_clock_ms();
  system.read_blocks([&](const BlockManager& blocks) {
    reading.capacity = blocks.capacity();
    reading.blocks = blocks.statistics();
    reading.live = blocks.datanodes(DatanodeReportKind::kLive);
    reading.dead = blocks.datanodes(DatanodeReportKind::kDead);
    reading.decommissioning = blocks.datanodes(DatanodeReportKind::kDecommissioning).size();
  });
  return reading;
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
  bean.add("TotalLoad", reading.capacity.xceivers);
  bean.add("BlocksTotal", reading.blocks.blocks);
  bean.add("PendingReplicationBlocks", reading.blocks.pending_reconstruction);
  bean.add("PendingReconstructionBlocks", reading.blocks.pending_reconstruction);
  bean.add("UnderReplicatedBlocks", reading.blocks.low_redundancy);
  bean.add("LowRedundancyBlocks", reading.blocks.low_redundancy);
  bean.add("ScheduledReplicationBlocks", reading.blocks.scheduled_reconstruction);
  bean.add("PendingDeletionBlocks", reading.blocks.pending_deletion);
  bean.add("NumLiveDataNodes", reading.live.size());
  bean.add("NumDeadDataNodes", reading.dead.size());
  bean.add("NumDecommissioningDataNodes", reading.decommissioning);
}

http::Bean file_system_state(const Reading& reading) {
  http::Bean bean{.name = bean_name("FSNamesystemState"),
                  .class_name = "org.apache.hadoop.hdfs.server.namenode.FSNamesystem"};
  add_common(reading, bean);
  bean.add("FSState", reading.safe_mode ? "safeMode" : "Operational");
  bean.add("NumStaleDataNodes", reading.capacity.stale_datanodes);
  return bean;
}

http::Bean file_system(const Reading& reading) {
  http::Bean bean{.name = bean_name("FSNamesystem"), .class_name = "FSNamesystem"};
  bean.add("tag.Context", "dfs");
  bean.add("tag.HAState", "active");
  bean.add("MissingBlocks", reading.blocks.missing);
  bean.add("MissingReplOneBlocks", reading.blocks.missing_replication_one);
  add_common(reading, bean);
  bean.add("CapacityUsedNonDFS", reading.capacity.non_dfs_used_bytes);
  bean.add("CorruptBlocks", reading.blocks.corrupt_replica_blocks);
  bean.add("ExcessBlocks", reading.blocks.excess);
  bean.add("StaleDataNodes", reading.capacity.stale_datanodes);
  return bean;
}

void write_node(const DatanodeInfo& node, std::int64_t now_ms, http::JsonWriter& json) {
  json.key(fmt::format("{}:{}", node.id.host_name, node.id.xfer_port)).begin_object();
  json.member("infoAddr", fmt::format("{}:{}", node.id.ip_address, node.id.info_port));
  json.member("infoSecureAddr", fmt::format("{}:{}", node.id.ip_address, node.id.info_secure_port));
  json.member("xferaddr", node.id.xfer_address()).member("location", node.network_location);
  json.member("lastContact", (now_ms - node.last_update_ms) / 1000);
  json.member("usedSpace", node.dfs_used_bytes);
  json.member("adminState", node.admin_state == AdminState::kNormal ? "In Service" : "Other");
  json.member("nonDfsUsedSpace", node.non_dfs_used_bytes).member("capacity", node.capacity_bytes);
  json.member("numBlocks", node.block_count).member("version", node.software_version);
  json.member("used", node.dfs_used_bytes).member("remaining", node.remaining_bytes);
  json.member("blockPoolUsed", node.block_pool_used_bytes);
  json.member("blockPoolUsedPercent", percent(node.block_pool_used_bytes, node.capacity_bytes));
  json.end_object();
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
  bean.add("UpgradeFinalized", true);
  bean.add("BlockPoolId", parts.system.block_pool_id());
  bean.add("ClusterId", parts.cluster_id);
  bean.add("Used", reading.capacity.used_bytes);
  bean.add("Free", reading.capacity.remaining_bytes);
  bean.add("Total", reading.capacity.capacity_bytes);
  bean.add("Safemode", reading.safe_mode ? "Safe mode is ON." : "");
  bean.add("NonDfsUsedSpace", reading.capacity.non_dfs_used_bytes);
  bean.add("PercentUsed", percent(reading.capacity.used_bytes, reading.capacity.capacity_bytes));
  bean.add("BlockPoolUsedSpace", reading.capacity.block_pool_used_bytes);
  bean.add("PercentRemaining",
           percent(reading.capacity.remaining_bytes, reading.capacity.capacity_bytes));
  bean.add("TotalBlocks", reading.blocks.blocks);
  bean.add("NumberOfMissingBlocks", reading.blocks.missing);
  bean.add("NumberOfMissingBlocksWithReplicationFactorOne", reading.blocks.missing_replication_one);
  bean.add("LiveNodes", nodes_json(reading.live, reading.now_ms));
  bean.add("DeadNodes", nodes_json(reading.dead, reading.now_ms));
  bean.add("NNStartedTimeInMillis", started_ms);
  return bean;
}

http::Bean namenode_status(const WebParts& parts) {
  http::Bean bean{.name = bean_name("NameNodeStatus"),
                  .class_name = "org.apache.hadoop.hdfs.server.namenode.NameNode"};
  bean.add("State", "active");
  bean.add("NNRole", "NameNode");
  bean.add("HostAndPort",
           fmt::format("{}:{}", parts.system.options().host_name, parts.rpc_port));
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
  return {file_system_state(reading),
          file_system(reading),
          namenode_info(parts, reading, started_ms),
          namenode_status(parts),
          rpc_activity(parts),
          http::runtime_bean(started_ms, reading.now_ms)};
}

}  // namespace mammoth::namenode
