// The DataNode's beans, by the names that dashboards ask for: DataNodeInfo, FSDatasetState,
// DataNodeActivity-HOST-PORT, RpcActivityForPortN, RpcDetailedActivityForPortN, JvmMetrics and
// java.lang's (Hadoop: DataNode, FsDatasetImpl).
#include <fmt/format.h>

#include <chrono>
#include <ctime>

#include "common/http/json.h"
#include "common/http/process_beans.h"
#include "datanode/datanode.h"

namespace mammoth::datanode {

namespace {

struct Volumes {
  std::uint64_t capacity = 0;
  std::uint64_t used = 0;
  std::uint64_t remaining = 0;
  std::string json = "{}";  // VolumeInfo
  std::string roots;
};

// A volume that fails just now is left out.
Volumes read_volumes(const VolumeSet& set) {
  Volumes volumes;
  http::JsonWriter json;
  json.begin_object();
  for (const auto& volume : set.working()) try {
      const VolumeUsage usage = volume->usage();
      volumes.capacity += usage.capacity;
      volumes.used += usage.used;
      volumes.remaining += usage.remaining;
      volumes.roots += (volumes.roots.empty() ? "" : ", ") + volume->root();
      json.key(volume->root()).begin_object().member("numBlocks", volume->blocks());
      json.member("usedSpace", usage.used).member("freeSpace", usage.remaining);
      json.member("reservedSpace", volume->reserved_bytes());
      json.member("storageType", to_text(volume->type()));
      json.member("reservedSpaceForReplicas", volume->reserved_for_replicas_bytes()).end_object();
    } catch (const std::exception&) {
      continue;
    }
  volumes.json = std::move(json.end_object()).text();
  return volumes;
}

std::string list_json(const std::vector<std::string>& texts) {
  http::JsonWriter json;
  json.begin_array();
  for (const std::string& text : texts) json.value(text);
  return std::move(json.end_array()).text();
}

void add_state(const Volumes& volumes, const VolumeFailures& failures,
               const ReplicaCacheStatistics& cache, http::Bean& bean) {
  bean.add("Capacity", volumes.capacity);
  bean.add("DfsUsed", volumes.used);
  bean.add("Remaining", volumes.remaining);
  bean.add("NumFailedVolumes", failures.locations.size());
  bean.add_json("FailedStorageLocations", list_json(failures.locations));
  bean.add("LastVolumeFailureDate", failures.last_failure_ms);
  bean.add("EstimatedCapacityLostTotal", failures.capacity_lost_bytes);
  bean.add("StorageInfo", fmt::format("FSDataset{{dirpath='[{}]'}}", volumes.roots));
  bean.add("CacheCapacity", cache.capacity_bytes);
  bean.add("CacheUsed", cache.used_bytes);
  bean.add("NumBlocksCached", cache.blocks_cached);
  bean.add("NumBlocksFailedToCache", cache.failed_to_cache);
  bean.add("NumBlocksFailedToUncache", cache.failed_to_uncache);
}

std::int64_t seconds_since(std::int64_t steady_ms) {
  const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
                       std::chrono::steady_clock::now().time_since_epoch())
                       .count();
  return (now - steady_ms) / 1'000;
}

// Of the one NameNode there is.
std::string actors_json(const SessionActivity& activity, const std::string& namenode,
                        const std::string& pool_id) {
  const std::int64_t heartbeat_ms = activity.last_heartbeat_ms;
  const std::int64_t report_ms = activity.last_full_report_ms;
  http::JsonWriter json;
  json.begin_array().begin_object();
  json.member("ActorState", heartbeat_ms == 0 ? "CONNECTING" : "RUNNING");
  json.member("BlockPoolID", pool_id);
  if (heartbeat_ms != 0) json.member("LastHeartbeat", std::to_string(seconds_since(heartbeat_ms)));
  if (report_ms != 0) json.member("LastBlockReport", std::to_string(seconds_since(report_ms) / 60));
  json.member("NamenodeAddress", namenode).end_object();
  return std::move(json.end_array()).text();
}

http::Bean activity_bean(const std::string& host, std::uint16_t port,
                         const TransferActivity& transfer, const SessionActivity& session,
                         const ScanActivity& scans) {
  const std::string name = fmt::format("DataNodeActivity-{}-{}", host, port);
  http::Bean bean{.name = "Hadoop:service=DataNode,name=" + name, .class_name = name};
  bean.add("tag.Context", "dfs");
  bean.add("tag.Hostname", http::host_name());
  const auto rate = [&](const std::string& attribute, const TimedCount& count) {
    bean.add(attribute + "NumOps", count.count());
    bean.add(attribute + "AvgTime", count.average_ms());
  };
  rate("ReadBlockOp", transfer.read_block);
  rate("WriteBlockOp", transfer.write_block);
  rate("ReplaceBlockOp", transfer.replace_block);
  rate("CopyBlockOp", transfer.copy_block);
  rate("BlockChecksumOp", transfer.block_checksum);
  rate("Heartbeats", session.heartbeats);
  rate("BlockReports", session.full_reports);
  rate("IncrementalBlockReports", session.incremental_reports);
  bean.add("BlocksRead", transfer.read_block.count());
  bean.add("BlocksWritten", transfer.write_block.count());
  bean.add("BytesRead", transfer.bytes_read.load());
  bean.add("BytesWritten", transfer.bytes_written.load());
  bean.add("RemoteBytesRead", transfer.bytes_read_remote.load());
  bean.add("RemoteBytesWritten", transfer.bytes_written_remote.load());
  bean.add("ReadsFromLocalClient", transfer.reads_local.load());
  bean.add("ReadsFromRemoteClient", transfer.reads_remote.load());
  bean.add("WritesFromLocalClient", transfer.writes_local.load());
  bean.add("WritesFromRemoteClient", transfer.writes_remote.load());
  bean.add("PacketsReceived", transfer.packets_received.load());
  bean.add("FsyncCount", transfer.syncs.load());
  bean.add("BlocksVerified", scans.verified.load());
  bean.add("BlockVerificationFailures", scans.failed.load());
  return bean;
}

http::Bean rpc_activity(const rpc::ServerStatistics& statistics, std::uint16_t port) {
  const std::string name = fmt::format("RpcActivityForPort{}", port);
  http::Bean bean{.name = "Hadoop:service=DataNode,name=" + name, .class_name = name};
  bean.add("tag.port", std::to_string(port));
  bean.add("ReceivedBytes", statistics.received_bytes);
  bean.add("SentBytes", statistics.sent_bytes);
  bean.add("TotalRequests", statistics.calls);
  bean.add("RpcProcessingTimeNumOps", statistics.calls);
  bean.add("NumOpenConnections", statistics.open_connections);
  bean.add("CallQueueLength", statistics.calls_in_flight);
  return bean;
}

std::vector<http::MethodRate> method_rates(const rpc::ServerStatistics& statistics) {
  std::vector<http::MethodRate> rates;
  for (const rpc::MethodStatistics& method : statistics.methods)
    rates.push_back({method.name, method.calls, method.total_ns});
  return rates;
}

}  // namespace

std::vector<http::Bean> Datanode::beans() const {
  const std::int64_t started_ms = http::process_started_ms();
  const bool is_open = store_.is_open();
  Volumes volumes;
  VolumeFailures failures;
  if (is_open) {
    volumes = read_volumes(store_.volumes());
    failures = store_.volumes().failures();
  }
  http::Bean info{.name = "Hadoop:service=DataNode,name=DataNodeInfo",
                  .class_name = "org.apache.hadoop.hdfs.server.datanode.DataNode"};
  info.add("Version", std::string(kSoftwareVersion));
  info.add("SoftwareVersion", std::string(kSoftwareVersion));
  info.add("XceiverCount", xceivers_.active());
  info.add("XmitsInProgress", transfers_.in_progress());
  info.add("RpcPort", std::to_string(ipc_server_.port()));
  info.add("DataPort", std::to_string(xceivers_.port()));
  info.add("HttpPort", std::to_string(web_.port()));
  info.add("DNStartedTimeInMillis", started_ms);
  info.add("DatanodeHostname", settings_.host_name);
  info.add("ClusterId", is_open ? store_.identity().cluster_id : std::string());
  http::JsonWriter namenodes;
  namenodes.begin_object().member(settings_.session.namenode.host,
                                  is_open ? store_.pool_id() : std::string());
  info.add("NamenodeAddresses", std::move(namenodes.end_object()).text());
  info.add("VolumeInfo", volumes.json);
  info.add("BPServiceActorInfo",
           actors_json(session_activity_, settings_.session.namenode.to_string(),
                       is_open ? store_.pool_id() : std::string()));
  info.add("SecurityEnabled", false);

  http::Bean state{.name = "Hadoop:service=DataNode,name=FSDatasetState",
                   .class_name = "FSDatasetState"};
  add_state(volumes, failures, cache_.statistics(), state);
  std::vector<http::Bean> beans{
      std::move(info), std::move(state),
      activity_bean(settings_.host_name, xceivers_.port(), transfer_activity_, session_activity_,
                    scanners_.activity())};
  const rpc::ServerStatistics rpc = ipc_server_.statistics();
  beans.push_back(rpc_activity(rpc, ipc_server_.port()));
  beans.push_back(http::method_bean("DataNode", ipc_server_.port(), method_rates(rpc)));
  if (is_open) {
    http::Bean dataset{
        .name = "Hadoop:service=DataNode,name=FSDatasetState-" + store_.volumes().datanode_uuid(),
        .class_name =
            "org.apache.hadoop.hdfs.server.datanode.fsdataset.impl."
            "FsDatasetImpl"};
    add_state(volumes, failures, cache_.statistics(), dataset);
    beans.push_back(std::move(dataset));
  }
  // It asks for nobody's groups.
  beans.push_back(http::ugi_bean("DataNode", TimedCount()));
  for (http::Bean& bean : http::process_beans("DataNode", started_ms, http::wall_clock_ms()))
    beans.push_back(std::move(bean));
  return beans;
}

}  // namespace mammoth::datanode
