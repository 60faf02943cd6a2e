// Keys of the NameNode's block management: safe mode, replication, the watch over DataNodes.
#pragma once

#include "common/config/config_key.h"

// clang-format off
namespace mammoth::keys {

inline constexpr ConfigKey kDfsNamenodeSafemodeThresholdPct{
    "dfs.namenode.safemode.threshold-pct", KeyType::kDouble, "", "0.999f",
    "Part of all blocks that must be reported before safe mode ends: 0 does not wait, more than 1 "
    "stays until an administrator ends it.", "0..1000"};
inline constexpr ConfigKey kDfsNamenodeSafemodeMinDatanodes{
    "dfs.namenode.safemode.min.datanodes", KeyType::kInt, "DataNodes", "0",
    "DataNodes that must be alive before safe mode ends.", "0.."};
inline constexpr ConfigKey kDfsNamenodeSafemodeExtension{
    "dfs.namenode.safemode.extension", KeyType::kDuration, "ms", "30000",
    "How much longer safe mode lasts once enough blocks are there.", "0.."};

inline constexpr ConfigKey kDfsReplicationMax{
    "dfs.replication.max", KeyType::kInt, "replicas", "512",
    "Most replicas that a file may ask for.", "1..32767"};
inline constexpr ConfigKey kDfsNamenodeReplicationMin{
    "dfs.namenode.replication.min", KeyType::kInt, "replicas", "1",
    "Least replicas that a file may ask for, and that must be reported before it counts as "
    "complete.", "1..32767"};
inline constexpr ConfigKey kDfsNamenodeReplicationWorkMultiplierPerIteration{
    "dfs.namenode.replication.work.multiplier.per.iteration", KeyType::kInt, "blocks", "2",
    "Copies to order in one round, for each live DataNode.", "1.."};
inline constexpr ConfigKey kDfsNamenodeReplicationMaxStreams{
    "dfs.namenode.replication.max-streams", KeyType::kInt, "copies", "2",
    "Copies that one DataNode sends at a time, urgent ones apart.", "1.."};
inline constexpr ConfigKey kDfsNamenodeReplicationMaxStreamsHardLimit{
    "dfs.namenode.replication.max-streams-hard-limit", KeyType::kInt, "copies", "4",
    "The same with urgent ones.", "1.."};
inline constexpr ConfigKey kDfsNamenodeRedundancyIntervalSeconds{
    "dfs.namenode.redundancy.interval.seconds", KeyType::kDuration, "s", "3",
    "Pause between two rounds of ordering copies and deletions.", "1ms.."};
inline constexpr ConfigKey kDfsNamenodeReconstructionPendingTimeoutSec{
    "dfs.namenode.reconstruction.pending.timeout-sec", KeyType::kDuration, "s", "300",
    "How long an ordered copy may take before it is ordered again.", "1ms.."};
inline constexpr ConfigKey kDfsNamenodeRedundancyConsiderLoad{
    "dfs.namenode.redundancy.considerLoad", KeyType::kBool, "", "true",
    "Whether new replicas avoid DataNodes that are far busier than the others."};
inline constexpr ConfigKey kDfsNamenodeRedundancyConsiderLoadFactor{
    "dfs.namenode.redundancy.considerLoad.factor", KeyType::kDouble, "", "2.0",
    "How many times the average counts as far busier.", "0..1000000"};
inline constexpr ConfigKey kDfsBlockInvalidateLimit{
    "dfs.block.invalidate.limit", KeyType::kInt, "blocks", "1000",
    "Most deletions sent to a DataNode with one heartbeat; 20 times dfs.heartbeat.interval in "
    "seconds if that is more.", "1.."};
inline constexpr ConfigKey kDfsNamenodeInvalidateWorkPctPerIteration{
    "dfs.namenode.invalidate.work.pct.per.iteration", KeyType::kDouble, "", "0.32f",
    "Part of the DataNodes that get deletions in one round.", "0..1"};
inline constexpr ConfigKey kDfsNamenodeDecommissionInterval{
    "dfs.namenode.decommission.interval", KeyType::kDuration, "s", "30",
    "How often DataNodes that are being retired are looked at.", "1ms.."};
inline constexpr ConfigKey kDfsBalancerGetBlocksSize{
    "dfs.balancer.getBlocks.size", KeyType::kSize, "bytes", "2147483648",
    "Of how many bytes of blocks the balancer asks at a time.", "1.."};
inline constexpr ConfigKey kDfsBalancerGetBlocksMinBlockSize{
    "dfs.balancer.getBlocks.min-block-size", KeyType::kSize, "bytes", "10485760",
    "Smaller blocks are not moved by the balancer.", "0.."};
inline constexpr ConfigKey kDfsBalancerMaxSizeToMove{
    "dfs.balancer.max-size-to-move", KeyType::kSize, "bytes", "10737418240",
    "Most that a DataNode gives or takes in one iteration of the balancer.", "1.."};
inline constexpr ConfigKey kDfsBalancerMaxIterationTime{
    "dfs.balancer.max-iteration-time", KeyType::kDuration, "ms", "1200000",
    "How long an iteration of the balancer starts new moves.", "1ms.."};
inline constexpr ConfigKey kDfsBalancerMoverThreads{
    "dfs.balancer.moverThreads", KeyType::kInt, "threads", "32",
    "Moves at a time by the balancer; Hadoop has 1000.", "1..10000"};
inline constexpr ConfigKey kDfsNamenodeMaxCorruptFileBlocksReturned{
    "dfs.namenode.max-corrupt-file-blocks-returned", KeyType::kInt, "files", "100",
    "Most files in one answer about corrupt files.", "1..1000000"};

inline constexpr ConfigKey kDfsNamenodeHeartbeatRecheckInterval{
    "dfs.namenode.heartbeat.recheck-interval", KeyType::kDuration, "ms", "300000",
    "How often silent DataNodes are looked for. One is dead after twice this time and ten "
    "heartbeats.", "1.."};
inline constexpr ConfigKey kDfsNamenodeStaleDatanodeInterval{
    "dfs.namenode.stale.datanode.interval", KeyType::kDuration, "ms", "30000",
    "Silence after which a DataNode is the last choice for readers and writers.", "1.."};
inline constexpr ConfigKey kDfsNamenodeAvoidReadStaleDatanode{
    "dfs.namenode.avoid.read.stale.datanode", KeyType::kBool, "", "false",
    "Whether readers get stale DataNodes last."};
inline constexpr ConfigKey kDfsNamenodeAvoidWriteStaleDatanode{
    "dfs.namenode.avoid.write.stale.datanode", KeyType::kBool, "", "false",
    "Whether writers get no stale DataNodes."};
inline constexpr ConfigKey kDfsNamenodeMaxFullBlockReportLeases{
    "dfs.namenode.max.full.block.report.leases", KeyType::kInt, "DataNodes", "6",
    "DataNodes that may send their full block report at a time.", "1.."};
inline constexpr ConfigKey kDfsNamenodeFullBlockReportLeaseLengthMs{
    "dfs.namenode.full.block.report.lease.length.ms", KeyType::kDuration, "ms", "300000",
    "How long such a permission lasts.", "1.."};
inline constexpr ConfigKey kDfsNamenodeDatanodeRegistrationIpHostnameCheck{
    "dfs.namenode.datanode.registration.ip-hostname-check", KeyType::kBool, "", "true",
    "Whether a DataNode is refused if its address has no host name."};
inline constexpr ConfigKey kDfsHosts{
    "dfs.hosts", KeyType::kString, "", "",
    "File that lists the hosts of allowed DataNodes; empty allows all."};
inline constexpr ConfigKey kDfsHostsExclude{
    "dfs.hosts.exclude", KeyType::kString, "", "",
    "File that lists the hosts of DataNodes to retire."};

}  // namespace mammoth::keys
// clang-format on
