// Keys of the DataNode: where it listens and keeps blocks, what it reports and when.
#pragma once

#include "common/config/config_key.h"

// clang-format off
namespace mammoth::keys {

inline constexpr ConfigKey kDfsDatanodeDataDir{
    "dfs.datanode.data.dir", KeyType::kDirectories, "", "file://${hadoop.tmp.dir}/dfs/data",
    "Directories of the blocks, one a disk; [SSD], [DISK], [ARCHIVE] or [RAM_DISK] before one says "
    "what it is."};
inline constexpr ConfigKey kDfsDatanodeDataDirPerm{
    "dfs.datanode.data.dir.perm", KeyType::kOctal, "", "700",
    "Permissions of these directories.", "0..777"};
inline constexpr ConfigKey kDfsDatanodeAddress{
    "dfs.datanode.address", KeyType::kAddress, "", "127.0.0.1:9866",
    "Where blocks are written and read. Differs from Apache, which listens on all addresses "
    "(0.0.0.0:9866)."};
inline constexpr ConfigKey kDfsDatanodeIpcAddress{
    "dfs.datanode.ipc.address", KeyType::kAddress, "", "127.0.0.1:9867",
    "Where RPC calls arrive. Differs from Apache, which listens on all addresses (0.0.0.0:9867)."};
inline constexpr ConfigKey kDfsDatanodeHttpAddress{
    "dfs.datanode.http.address", KeyType::kAddress, "", "127.0.0.1:9864",
    "Where the status pages are served. Differs from Apache, which listens on all addresses "
    "(0.0.0.0:9864)."};
inline constexpr ConfigKey kDfsDatanodeHostname{
    "dfs.datanode.hostname", KeyType::kString, "", "",
    "Name that the DataNode gives itself; empty for the machine's."};
inline constexpr ConfigKey kDfsDatanodeUseDatanodeHostname{
    "dfs.datanode.use.datanode.hostname", KeyType::kBool, "", "false",
    "Whether DataNodes reach each other by host name instead of by address."};
inline constexpr ConfigKey kDfsDatanodeHandlerCount{
    "dfs.datanode.handler.count", KeyType::kInt, "handlers", "10",
    "No effect yet. RPC calls that the DataNode works on at a time.", "1..10000"};
inline constexpr ConfigKey kDfsDatanodeMaxTransferThreads{
    "dfs.datanode.max.transfer.threads", KeyType::kInt, "transfers", "4096",
    "Block transfers in both directions at a time; more are turned away.", "1..1000000"};

inline constexpr ConfigKey kDfsDatanodeDuReserved{
    "dfs.datanode.du.reserved", KeyType::kSize, "bytes", "0",
    "Space on each disk that blocks leave free.", "0.."};
inline constexpr ConfigKey kDfsDatanodeDuReservedPct{
    "dfs.datanode.du.reserved.pct", KeyType::kInt, "%", "0",
    "The same as a share of each disk's capacity, for dfs.datanode.du.reserved.calculator other than "
    "absolute.", "0..99"};
inline constexpr ConfigKey kDfsDatanodeDuReservedCalculator{
    "dfs.datanode.du.reserved.calculator", KeyType::kString, "",
    "org.apache.hadoop.hdfs.server.datanode.fsdataset.impl.ReservedSpaceCalculator$ReservedSpaceCalculatorAbsolute",
    "Which of the two counts: ReservedSpaceCalculatorAbsolute, …Percentage, …Conservative (the larger) "
    "or …Aggressive (the smaller)."};
inline constexpr ConfigKey kDfsDatanodeFsdatasetVolumeChoosingPolicy{
    "dfs.datanode.fsdataset.volume.choosing.policy", KeyType::kString, "",
    "org.apache.hadoop.hdfs.server.datanode.fsdataset.RoundRobinVolumeChoosingPolicy",
    "Which disk takes the next block: RoundRobinVolumeChoosingPolicy or "
    "AvailableSpaceVolumeChoosingPolicy."};
inline constexpr ConfigKey kDfsDatanodeAvailableSpaceVolumeChoosingPolicyBalancedSpaceThreshold{
    "dfs.datanode.available-space-volume-choosing-policy.balanced-space-threshold", KeyType::kSize,
    "bytes", "10737418240",
    "Disks whose free space differs by less are equally good.", "0.."};
inline constexpr ConfigKey kDfsDatanodeAvailableSpaceVolumeChoosingPolicyBalancedSpacePreferenceFraction{
    "dfs.datanode.available-space-volume-choosing-policy.balanced-space-preference-fraction",
    KeyType::kDouble, "", "0.75",
    "Share of the blocks that goes to the disks with more free space otherwise.", "0..1"};
inline constexpr ConfigKey kDfsDatanodeFailedVolumesTolerated{
    "dfs.datanode.failed.volumes.tolerated", KeyType::kInt, "disks", "0",
    "Disks that may fail before the DataNode stops; -1 goes on while one works.", "-1..65535"};
inline constexpr ConfigKey kDfsDatanodeDiskCheckMinGap{
    "dfs.datanode.disk.check.min.gap", KeyType::kDuration, "ms", "15m",
    "Least time between two checks of the same disk.", "0.."};
inline constexpr ConfigKey kDfsDatanodeDiskCheckTimeout{
    "dfs.datanode.disk.check.timeout", KeyType::kDuration, "ms", "10m",
    "No effect yet. How long a check may take before the disk counts as failed.", "1.."};
inline constexpr ConfigKey kDfsDatanodeSyncBehindWrites{
    "dfs.datanode.sync.behind.writes", KeyType::kBool, "", "false",
    "Whether the kernel is told to write block data out as it arrives."};
inline constexpr ConfigKey kDfsDatanodeDropCacheBehindReads{
    "dfs.datanode.drop.cache.behind.reads", KeyType::kBool, "", "false",
    "Whether block data leaves the page cache once it has been read to the end."};
inline constexpr ConfigKey kDfsDatanodeDropCacheBehindWrites{
    "dfs.datanode.drop.cache.behind.writes", KeyType::kBool, "", "false",
    "Whether block data leaves the page cache once it has been written."};
inline constexpr ConfigKey kDfsDatanodeReadaheadBytes{
    "dfs.datanode.readahead.bytes", KeyType::kSize, "bytes", "4194304",
    "How far ahead of a reader the kernel is told to read; 0 to leave it alone.", "0..1g"};
inline constexpr ConfigKey kDfsDatanodeScanPeriodHours{
    "dfs.datanode.scan.period.hours", KeyType::kDuration, "h", "504",
    "Every block's checksums are verified once in this time; 0 for the default, negative for never."};
inline constexpr ConfigKey kDfsBlockScannerVolumeBytesPerSecond{
    "dfs.block.scanner.volume.bytes.per.second", KeyType::kSize, "bytes/s", "1048576",
    "How fast that may read each disk; 0 turns it off.", "0.."};
inline constexpr ConfigKey kDfsDatanodeDirectoryscanInterval{
    "dfs.datanode.directoryscan.interval", KeyType::kDuration, "s", "21600",
    "How often the block files on disk are compared with those in memory; 0 or less for never."};
inline constexpr ConfigKey kDfsDatanodeBalanceBandwidthPerSec{
    "dfs.datanode.balance.bandwidthPerSec", KeyType::kSize, "bytes/s", "100m",
    "Most data that moves through a DataNode for balancing.", "1.."};
inline constexpr ConfigKey kDfsDatanodeBalanceMaxConcurrentMoves{
    "dfs.datanode.balance.max.concurrent.moves", KeyType::kInt, "moves", "100",
    "Blocks that it moves for balancing at a time.", "1..100000"};

inline constexpr ConfigKey kDfsDatanodeSocketReuseKeepalive{
    "dfs.datanode.socket.reuse.keepalive", KeyType::kDuration, "ms", "4000",
    "How long a connection waits for its next operation; 0 closes it after one.", "0.."};
inline constexpr ConfigKey kDfsDatanodeSocketWriteTimeout{
    "dfs.datanode.socket.write.timeout", KeyType::kDuration, "ms", "480000",
    "How long a sender of block data waits for the other end to take some; 0 for ever.", "0.."};
inline constexpr ConfigKey kDfsDatanodeRestartReplicaExpiration{
    "dfs.datanode.restart.replica.expiration", KeyType::kDuration, "s", "50",
    "No effect yet. How long a writer's unfinished block survives the announced restart of a DataNode.", "0.."};
inline constexpr ConfigKey kDfsDatanodeBpReadyTimeout{
    "dfs.datanode.bp-ready.timeout", KeyType::kDuration, "s", "20",
    "How long requests wait for a DataNode that has not yet found its NameNode; 0 refuses "
    "them.", "0.."};

inline constexpr ConfigKey kDfsHeartbeatInterval{
    "dfs.heartbeat.interval", KeyType::kDuration, "s", "3",
    "Pause between two heartbeats to the NameNode, which counts on the same value.", "1ms.."};
inline constexpr ConfigKey kDfsBlockreportIntervalMsec{
    "dfs.blockreport.intervalMsec", KeyType::kDuration, "ms", "21600000",
    "Pause between two full reports of all blocks.", "1.."};
inline constexpr ConfigKey kDfsBlockreportInitialDelay{
    "dfs.blockreport.initialDelay", KeyType::kDuration, "s", "0",
    "The first report waits a random time up to this one.", "0.."};
inline constexpr ConfigKey kDfsBlockreportSplitThreshold{
    "dfs.blockreport.split.threshold", KeyType::kInt, "blocks", "1000000",
    "With more blocks than this each disk is reported in a message of its own.", "0.."};
inline constexpr ConfigKey kDfsBlockreportIncrementalIntervalMsec{
    "dfs.blockreport.incremental.intervalMsec", KeyType::kDuration, "ms", "0",
    "No effect yet. Least time between two reports of new and deleted blocks; 0 reports at once.", "0.."};

inline constexpr ConfigKey kDfsDatanodeMaxLockedMemory{
    "dfs.datanode.max.locked.memory", KeyType::kSize, "bytes", "0",
    "Memory for the replicas that cache directives ask for; at most the process's limit of locked "
    "memory (ulimit -l). 0: none.", "0.."};
inline constexpr ConfigKey kDfsCachereportIntervalMsec{
    "dfs.cachereport.intervalMsec", KeyType::kDuration, "ms", "10000",
    "Time between two reports of what a DataNode holds in memory.", "1ms.."};
inline constexpr ConfigKey kDfsDatanodeCacheRevocationTimeoutMs{
    "dfs.datanode.cache.revocation.timeout.ms", KeyType::kDuration, "ms", "900000",
    "How long short-circuit readers may go on relying on a replica that is to leave the memory.",
    "0.."};
inline constexpr ConfigKey kDfsDatanodeCacheRevocationPollingMs{
    "dfs.datanode.cache.revocation.polling.ms", KeyType::kDuration, "ms", "500",
    "How often the DataNode looks whether they still do.", "1ms.."};

}  // namespace mammoth::keys
// clang-format on
