// Keys of clients: how files are written and read. The NameNode hands some of them to clients
// (block size, replication, packet size, checksums) as its server defaults.
#pragma once

#include "common/config/config_key.h"

// clang-format off
namespace mammoth::keys {

inline constexpr ConfigKey kDfsReplication{
    "dfs.replication", KeyType::kInt, "replicas", "3",
    "Replicas of each block of a new file.", "1..32767"};
inline constexpr ConfigKey kDfsBlocksize{
    "dfs.blocksize", KeyType::kSize, "bytes", "134217728",
    "Length of the blocks of a new file; a multiple of dfs.bytes-per-checksum.", "1..1t"};
inline constexpr ConfigKey kDfsBytesPerChecksum{
    "dfs.bytes-per-checksum", KeyType::kInt, "bytes", "512",
    "Bytes that share one checksum.", "1..16777216"};
inline constexpr ConfigKey kDfsChecksumType{
    "dfs.checksum.type", KeyType::kChoice, "", "CRC32C",
    "Checksum of new files.", "CRC32C|CRC32|NULL"};
inline constexpr ConfigKey kDfsChecksumCombineMode{
    "dfs.checksum.combine.mode", KeyType::kChoice, "", "MD5MD5CRC",
    "How a whole file's checksum is made from its chunks': MD5MD5CRC depends on the block size, "
    "COMPOSITE_CRC does not.", "MD5MD5CRC|COMPOSITE_CRC"};
inline constexpr ConfigKey kDfsClientWritePacketSize{
    "dfs.client-write-packet-size", KeyType::kSize, "bytes", "65536",
    "Most bytes, checksums included, in a packet that a writer sends.", "512..16777216"};
inline constexpr ConfigKey kDfsClientWriteMaxPacketsInFlight{
    "dfs.client.write.max-packets-in-flight", KeyType::kInt, "packets", "80",
    "Packets that a writer has sent or queued without acknowledgement before it "
    "waits.", "1..100000"};
inline constexpr ConfigKey kDfsUserHomeDirPrefix{
    "dfs.user.home.dir.prefix", KeyType::kString, "", "/user",
    "Directory that holds the users' home directories."};

inline constexpr ConfigKey kDfsClientSocketTimeout{
    "dfs.client.socket-timeout", KeyType::kDuration, "ms", "60000",
    "How long clients and DataNodes wait for the other end of a data connection; 0 for "
    "ever.", "0.."};
inline constexpr ConfigKey kDfsClientSocketcacheCapacity{
    "dfs.client.socketcache.capacity", KeyType::kInt, "connections", "16",
    "Idle connections to DataNodes that a client keeps for its next read.", "0..65535"};
inline constexpr ConfigKey kDfsClientSocketcacheExpiryMsec{
    "dfs.client.socketcache.expiryMsec", KeyType::kDuration, "ms", "3000",
    "How long it keeps one; less than dfs.datanode.socket.reuse.keepalive.", "0.."};
inline constexpr ConfigKey kDfsClientUseDatanodeHostname{
    "dfs.client.use.datanode.hostname", KeyType::kBool, "", "false",
    "Whether clients reach DataNodes by their host names instead of the addresses that the "
    "NameNode saw."};
inline constexpr ConfigKey kDfsClientServerDefaultsValidityPeriodMs{
    "dfs.client.server-defaults.validity.period.ms", KeyType::kDuration, "ms", "3600000",
    "No effect yet. How long a client trusts the server defaults it has fetched.", "0.."};

inline constexpr ConfigKey kDfsClientBlockWriteRetries{
    "dfs.client.block.write.retries", KeyType::kInt, "attempts", "3",
    "How often a writer asks for another block when the first DataNodes do not take it.", "0.."};
inline constexpr ConfigKey kDfsClientBlockWriteLocateFollowingBlockRetries{
    "dfs.client.block.write.locateFollowingBlock.retries", KeyType::kInt, "attempts", "5",
    "How often a writer asks again for the next block, or to complete the file, while the last "
    "block is not yet reported by enough DataNodes.", "0.."};
inline constexpr ConfigKey kDfsClientBlockWriteLocateFollowingBlockInitialDelayMs{
    "dfs.client.block.write.locateFollowingBlock.initial.delay.ms", KeyType::kDuration, "ms", "400",
    "Pause before the first of these attempts; it doubles each time.", "0.."};
inline constexpr ConfigKey kDfsClientBlockWriteLocateFollowingBlockMaxDelayMs{
    "dfs.client.block.write.locateFollowingBlock.max.delay.ms", KeyType::kDuration, "ms", "60000",
    "No effect yet. Longest of these pauses.", "0.."};
inline constexpr ConfigKey kDfsClientBlockWriteReplaceDatanodeOnFailureEnable{
    "dfs.client.block.write.replace-datanode-on-failure.enable", KeyType::kBool, "", "true",
    "Whether a writer that lost a DataNode may ask for another one to take its place."};
inline constexpr ConfigKey kDfsClientBlockWriteReplaceDatanodeOnFailurePolicy{
    "dfs.client.block.write.replace-datanode-on-failure.policy", KeyType::kChoice, "", "DEFAULT",
    "When it does: NEVER, ALWAYS, or DEFAULT, with three replicas or more wanted, if half of them "
    "or fewer are left or the file was flushed or appended to.", "NEVER|DEFAULT|ALWAYS"};
inline constexpr ConfigKey kDfsClientBlockWriteReplaceDatanodeOnFailureBestEffort{
    "dfs.client.block.write.replace-datanode-on-failure.best-effort", KeyType::kBool, "", "false",
    "Whether a writer goes on with the DataNodes it has when no other is found."};
inline constexpr ConfigKey kDfsClientBlockWriteReplaceDatanodeOnFailureMinReplication{
    "dfs.client.block.write.replace-datanode-on-failure.min-replication", KeyType::kInt, "replicas",
    "0",
    "No effect yet. DataNodes that suffice to go on when no other is found; 0 asks for a "
    "replacement.", "0..32767"};
inline constexpr ConfigKey kDfsClientPipelineRecoveryMaxRetries{
    "dfs.client.pipeline.recovery.max-retries", KeyType::kInt, "attempts", "5",
    "Recoveries of the write pipeline for one and the same packet before the writer gives "
    "up.", "0.."};
inline constexpr ConfigKey kDfsClientDatanodeRestartTimeout{
    "dfs.client.datanode-restart.timeout", KeyType::kDuration, "s", "30",
    "How long a writer waits for a DataNode that said it restarts.", "0.."};

inline constexpr ConfigKey kDfsClientMaxBlockAcquireFailures{
    "dfs.client.max.block.acquire.failures", KeyType::kInt, "attempts", "3",
    "How often a reader asks the NameNode anew where a block is, after all its DataNodes "
    "failed.", "0.."};
inline constexpr ConfigKey kDfsClientRetryWindowBase{
    "dfs.client.retry.window.base", KeyType::kDuration, "ms", "3000",
    "Base of the random pause before a reader does that; it grows with each attempt.", "0.."};
inline constexpr ConfigKey kDfsClientRetryTimesGetLastBlockLength{
    "dfs.client.retry.times.get-last-block-length", KeyType::kInt, "attempts", "3",
    "No effect yet. How often a reader asks for the length of a block that is being written.", "0.."};
inline constexpr ConfigKey kDfsClientRetryIntervalMsGetLastBlockLength{
    "dfs.client.retry.interval-ms.get-last-block-length", KeyType::kDuration, "ms", "4000",
    "No effect yet. Pause between these attempts.", "0.."};
inline constexpr ConfigKey kDfsClientRetryPolicyEnabled{
    "dfs.client.retry.policy.enabled", KeyType::kBool, "", "false",
    "No effect yet. Whether clients repeat calls by dfs.client.retry.policy.spec while the NameNode is away or in "
    "safe mode."};
inline constexpr ConfigKey kDfsClientRetryPolicySpec{
    "dfs.client.retry.policy.spec", KeyType::kList, "", "10000,6,60000,10",
    "No effect yet. Pairs of a pause in milliseconds and a number of attempts, used one after the other."};
inline constexpr ConfigKey kDfsDomainSocketPath{
    "dfs.domain.socket.path", KeyType::kString, "", "",
    "Unix domain socket between a DataNode and clients on its machine; \"_PORT\" in it becomes the "
    "DataNode's transfer port. No directory on the way may be writable to others."};
inline constexpr ConfigKey kDfsClientReadShortcircuit{
    "dfs.client.read.shortcircuit", KeyType::kBool, "", "false",
    "Whether clients read replicas of their own machine past the DataNode, from files that it opens "
    "for them; also set for the DataNode. Needs dfs.domain.socket.path."};
inline constexpr ConfigKey kDfsClientReadShortcircuitSkipChecksum{
    "dfs.client.read.shortcircuit.skip.checksum", KeyType::kBool, "", "false",
    "Whether these reads trust the disk instead of verifying checksums."};
inline constexpr ConfigKey kDfsClientReadShortcircuitStreamsCacheSize{
    "dfs.client.read.shortcircuit.streams.cache.size", KeyType::kInt, "replicas", "256",
    "Open replicas that a client keeps for its next read.", "0..1000000"};
inline constexpr ConfigKey kDfsClientReadShortcircuitStreamsCacheExpiryMs{
    "dfs.client.read.shortcircuit.streams.cache.expiry.ms", KeyType::kDuration, "ms", "300000",
    "How long it keeps one that is not used.", "0.."};
inline constexpr ConfigKey kDfsClientDomainSocketDataTraffic{
    "dfs.client.domain.socket.data.traffic", KeyType::kBool, "", "false",
    "Whether clients reach the DataNode of their own machine over that socket instead of TCP."};
inline constexpr ConfigKey kDfsClientDomainSocketDisableIntervalSeconds{
    "dfs.client.domain.socket.disable.interval.seconds", KeyType::kDuration, "s", "600",
    "How long a client leaves a domain socket alone that did not work.", "0.."};
inline constexpr ConfigKey kDfsClientHedgedReadThreadpoolSize{
    "dfs.client.hedged.read.threadpool.size", KeyType::kInt, "threads", "0",
    "Positional reads that may run at a time on behalf of slow ones; 0 never asks a second "
    "DataNode.", "0..10000"};
inline constexpr ConfigKey kDfsClientHedgedReadThresholdMillis{
    "dfs.client.hedged.read.threshold.millis", KeyType::kDuration, "ms", "500",
    "How long a positional read waits for its DataNode before a second one is asked too.", "1.."};

inline constexpr ConfigKey kDfsClientRetryMaxAttempts{
    "dfs.client.retry.max.attempts", KeyType::kInt, "attempts", "10",
    "No effect yet. How often a client repeats a call that the NameNode asked it to repeat.", "0.."};

inline constexpr ConfigKey kFsClientResolveRemoteSymlinks{
    "fs.client.resolve.remote.symlinks", KeyType::kBool, "", "true",
    "Whether clients follow symbolic links at all. Those of HDFS are followed where "
    "dfs.namenode.symlinks.enabled is true for the client too; else refused, as by Hadoop's shell."};
inline constexpr ConfigKey kFsViewfsMounttableDefaultNameKey{
    "fs.viewfs.mounttable.default.name.key", KeyType::kString, "", "default",
    "Mount table of viewfs:///, which names none. Table NAME is in fs.viewfs.mounttable.NAME.link.PATH, "
    ".linkFallback, .linkMergeSlash and .homedir."};
inline constexpr ConfigKey kFsViewfsMounttableNestedMountPointSupported{
    "fs.viewfs.mounttable.nested.mount.point.supported", KeyType::kBool, "", "true",
    "Whether a mount table may have links below links."};
inline constexpr ConfigKey kFsViewfsRenameStrategy{
    "fs.viewfs.rename.strategy", KeyType::kChoice, "", "SAME_MOUNTPOINT",
    "How far a rename may go within a view.",
    "SAME_MOUNTPOINT|SAME_TARGET_URI_ACROSS_MOUNTPOINT|SAME_FILESYSTEM_ACROSS_MOUNTPOINT"};
inline constexpr ConfigKey kFsViewfsMountLinksAsSymlinks{
    "fs.viewfs.mount.links.as.symlinks", KeyType::kBool, "", "true",
    "Whether listings of a view show its links as symbolic links, or as what they lead to."};
inline constexpr ConfigKey kFsViewfsIgnorePortInMountTableName{
    "fs.viewfs.ignore.port.in.mount.table.name", KeyType::kBool, "", "false",
    "Whether viewfs://HOST:PORT uses the mount table HOST."};

}  // namespace mammoth::keys
// clang-format on
