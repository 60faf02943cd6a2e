// What is asked of one DataNode: -getDatanodeInfo, -getVolumeReport, -getBalancerBandwidth,
// -evictWriters, -shutdownDatanode, -triggerBlockReport, -refreshNamenodes, -deleteBlockPool.
#include <fmt/format.h>

#include "common/hdfs/datanode_admin.h"
#include "hdfs-cli/admin/admin_commands.h"
#include "hdfs-cli/errors.h"
#include "hdfs-cli/format.h"

namespace mammoth::cli {

namespace {

constexpr int kDatanodeCallFailed = 255;
constexpr std::uint16_t kDefaultIpcPort = 9867;

using DatanodePointer = std::unique_ptr<hdfs::DatanodeAdmin>;

Result<DatanodePointer> open_datanode(const Environment& environment, const std::string& address) {
  const auto parsed = parse_host_port(address, kDefaultIpcPort);
  if (!parsed) return bad_arguments(parsed.error().message);
  return std::make_unique<hdfs::DatanodeAdmin>(*parsed, environment.configuration);
}

int unreachable(Environment& environment) {
  environment.err.line("Datanode unreachable.");
  return kDatanodeCallFailed;
}

Result<int> get_datanode_info(Environment& environment, Arguments arguments) {
  const auto info = TRY(open_datanode(environment, arguments[0]))->info();
  if (!info) return unreachable(environment);
  environment.out.line(fmt::format("Uptime: {}, Software version: {}, Config version: {}",
                                   info->uptime_s, info->software_version, info->config_version));
  return 0;
}

Result<int> get_volume_report(Environment& environment, Arguments arguments) {
  const auto volumes = TRY(TRY(open_datanode(environment, arguments[0]))->volumes());
  environment.out.line(fmt::format("Active Volumes : {}", volumes.size()));
  const auto size = [](std::uint64_t bytes) {
    return byte_description(static_cast<std::int64_t>(bytes));
  };
  for (const hdfs::VolumeReport& volume : volumes)
    environment.out.line(fmt::format(
        "\nStorage Type: {}\nPath: {}\nUsed: {} ({})\nFree: {} ({})\nReserved: {} ({})\n"
        "Reserved for Replicas: {} ({})\nNumber of blocks: {}",
        volume.storage_type, volume.path, volume.used, size(volume.used), volume.free,
        size(volume.free), volume.reserved, size(volume.reserved), volume.reserved_for_replicas,
        size(volume.reserved_for_replicas), volume.blocks));
  return 0;
}

Result<int> get_balancer_bandwidth(Environment& environment, Arguments arguments) {
  const auto bandwidth = TRY(open_datanode(environment, arguments[0]))->balancer_bandwidth();
  if (!bandwidth) return unreachable(environment);
  environment.out.line(fmt::format("Balancer bandwidth is {} bytes per second.", *bandwidth));
  return 0;
}

Result<int> evict_writers(Environment& environment, Arguments arguments) {
  // What Hadoop says; it does not count the arguments of this command.
  if (arguments.empty()) return Error{ErrorCode::kIo, "Index 1 out of bounds for length 1"};
  const auto evicted = TRY(open_datanode(environment, arguments[0]))->evict_writers();
  if (!evicted) return unreachable(environment);
  environment.out.line("Requested writer eviction to datanode " + arguments[0]);
  return 0;
}

Result<int> shutdown_datanode(Environment& environment, Arguments arguments) {
  const bool for_upgrade = arguments.size() == 2;
  if (for_upgrade && arguments[1] != "upgrade") return bad_arguments("");
  TRY(TRY(open_datanode(environment, arguments[0]))->shutdown(for_upgrade));
  environment.out.line("Submitted a shutdown request to datanode " + arguments[0]);
  return 0;
}

Result<int> trigger_block_report(Environment& environment, Arguments arguments) {
  const auto namenode = TRY(pop_option_with_argument("-namenode", arguments)).value_or("");
  const bool incremental = pop_option("-incremental", arguments);
  if (arguments.empty()) {
    environment.err.line("You must specify a host:port pair.");
    return 1;
  }
  if (arguments.size() > 1) {
    std::string rest;
    for (auto it = arguments.begin() + 1; it != arguments.end(); ++it)
      rest += (rest.empty() ? "" : " ") + *it;
    environment.err.write("Can't understand arguments: " + rest + "\n");
    return 1;
  }
  const auto triggered =
      TRY(open_datanode(environment, arguments[0]))->trigger_block_report(incremental, namenode);
  if (!triggered) {
    environment.err.line("triggerBlockReport error: " + triggered.error().message);
    return 1;
  }
  environment.out.line(fmt::format("Triggering {} block report on {}{}.",
                                   incremental ? "an incremental" : "a full", arguments[0],
                                   namenode.empty() ? "" : " to namenode " + namenode));
  return 0;
}

Result<int> refresh_namenodes(Environment& environment, Arguments arguments) {
  TRY(TRY(open_datanode(environment, arguments[0]))->refresh_namenodes());
  return 0;
}

Result<int> delete_block_pool(Environment& environment, Arguments arguments) {
  const bool force = arguments.size() == 3;
  if (force && arguments[2] != "force") return bad_arguments("");
  TRY(TRY(open_datanode(environment, arguments[0]))->delete_block_pool(arguments[1], force));
  return 0;
}

}  // namespace

constexpr AdminCommand kGetDatanodeInfo{"getDatanodeInfo",
                                        "-getDatanodeInfo <datanode_host:ipc_port>",
                                        "Shows how long a DataNode has been up, and its version.",
                                        1,
                                        1,
                                        &get_datanode_info};

constexpr AdminCommand kGetVolumeReport{"getVolumeReport",
                                        "-getVolumeReport datanode_host:ipc_port",
                                        "Shows the data directories of a DataNode.",
                                        1,
                                        1,
                                        &get_volume_report,
                                        "-getVolumeReport datanode-host:ipc_port"};

constexpr AdminCommand kGetBalancerBandwidth{
    "getBalancerBandwidth",
    "-getBalancerBandwidth <datanode_host:ipc_port>",
    "Shows how fast a DataNode may move blocks for the balancer.",
    1,
    1,
    &get_balancer_bandwidth};

constexpr AdminCommand kEvictWriters{"evictWriters",
                                     "-evictWriters <datanode_host:ipc_port>",
                                     "Makes a DataNode break off all clients that write to it.",
                                     0,
                                     1,
                                     &evict_writers};

constexpr AdminCommand kShutdownDatanode{
    "shutdownDatanode",
    "-shutdownDatanode <datanode_host:ipc_port> [upgrade]",
    "Stops a DataNode; with \"upgrade\" its clients wait for it to come back.",
    1,
    2,
    &shutdown_datanode};

constexpr AdminCommand kTriggerBlockReport{
    "triggerBlockReport",
    "-triggerBlockReport [-incremental] <datanode_host:ipc_port> [-namenode "
    "<namenode_host:ipc_port>]",
    "Makes a DataNode send a block report now, to one NameNode or to all.",
    1,
    kAnyNumber,
    &trigger_block_report};

constexpr AdminCommand kRefreshNamenodes{"refreshNamenodes",
                                         "-refreshNamenodes datanode_host:ipc_port",
                                         "Makes a DataNode read again which NameNodes it serves.",
                                         1,
                                         1,
                                         &refresh_namenodes,
                                         "-refreshNamenodes datanode-host:ipc_port"};

constexpr AdminCommand kDeleteBlockPool{
    "deleteBlockPool",
    "-deleteBlockPool datanode_host:ipc_port blockpoolId [force]",
    "Deletes a block pool that a DataNode does not serve any more, even if it is not empty with "
    "\"force\".",
    2,
    3,
    &delete_block_pool,
    "-deleteBlockPool datanode-host:ipc_port blockpoolId [force]"};

}  // namespace mammoth::cli
