// Keys of the NameNode: where it listens and keeps its data, the limits of the name space.
#pragma once

#include "common/config/config_key.h"

// clang-format off
namespace mammoth::keys {

inline constexpr ConfigKey kDfsNamenodeNameDir{
    "dfs.namenode.name.dir", KeyType::kDirectories, "", "file://${hadoop.tmp.dir}/dfs/name",
    "Directory of the name space's database."};
inline constexpr ConfigKey kDfsNamenodeRpcAddress{
    "dfs.namenode.rpc-address", KeyType::kAddress, "8020", "",
    "Where clients and DataNodes call the NameNode; empty takes the address from fs.defaultFS."};
inline constexpr ConfigKey kDfsNamenodeRpcBindHost{
    "dfs.namenode.rpc-bind-host", KeyType::kString, "", "",
    "Address that the RPC server listens on when it is not the one callers use: 0.0.0.0 for all. "
    "Empty: the host of the RPC address."};
inline constexpr ConfigKey kDfsNamenodeServicerpcAddress{
    "dfs.namenode.servicerpc-address", KeyType::kAddress, "8020", "",
    "Second RPC address for DataNodes only, so that clients cannot delay them; empty for none."};
inline constexpr ConfigKey kDfsNamenodeHttpAddress{
    "dfs.namenode.http-address", KeyType::kAddress, "", "127.0.0.1:9870",
    "Where the status pages and WebHDFS are served. Differs from Apache, which listens on all "
    "addresses (0.0.0.0:9870)."};
inline constexpr ConfigKey kDfsNamenodeHandlerCount{
    "dfs.namenode.handler.count", KeyType::kInt, "handlers", "10",
    "No effect yet. Client calls that the NameNode works on at a time.", "1..10000"};
inline constexpr ConfigKey kDfsNamenodeServiceHandlerCount{
    "dfs.namenode.service.handler.count", KeyType::kInt, "handlers", "10",
    "No effect yet. The same for dfs.namenode.servicerpc-address.", "1..10000"};

inline constexpr ConfigKey kDfsPermissionsEnabled{
    "dfs.permissions.enabled", KeyType::kBool, "", "true",
    "Whether permissions are checked. Owners and modes are kept either way."};
inline constexpr ConfigKey kDfsPermissionsAllowOwnerSetQuota{
    "dfs.permissions.allow.owner.set.quota", KeyType::kBool, "", "false",
    "Whether the owner of a directory may set the quotas of those in it, not only the superuser."};
inline constexpr ConfigKey kDfsNamenodeAclsEnabled{
    "dfs.namenode.acls.enabled", KeyType::kBool, "", "true",
    "Whether files may have access lists."};
inline constexpr ConfigKey kDfsNamenodePosixAclInheritanceEnabled{
    "dfs.namenode.posix.acl.inheritance.enabled", KeyType::kBool, "", "true",
    "Whether the default access list of a directory replaces the client's umask for new entries."};
inline constexpr ConfigKey kDfsNamenodeXattrsEnabled{
    "dfs.namenode.xattrs.enabled", KeyType::kBool, "", "true",
    "Whether files may have extended attributes."};
inline constexpr ConfigKey kFsProtectedDirectories{
    "fs.protected.directories", KeyType::kList, "", "",
    "Directories that nobody can delete or rename while they hold something."};
inline constexpr ConfigKey kDfsNamenodeFsLimitsMaxComponentLength{
    "dfs.namenode.fs-limits.max-component-length", KeyType::kInt, "bytes", "255",
    "Longest name of a file or directory in UTF-8; 0 for no limit.", "0.."};
inline constexpr ConfigKey kDfsNamenodeFsLimitsMaxDirectoryItems{
    "dfs.namenode.fs-limits.max-directory-items", KeyType::kInt, "entries", "1048576",
    "Most entries of a directory.", "1..6400000"};
inline constexpr ConfigKey kDfsNamenodeFsLimitsMinBlockSize{
    "dfs.namenode.fs-limits.min-block-size", KeyType::kSize, "bytes", "1048576",
    "Smallest block size that a file may ask for.", "0.."};
inline constexpr ConfigKey kDfsNamenodeFsLimitsMaxBlocksPerFile{
    "dfs.namenode.fs-limits.max-blocks-per-file", KeyType::kInt, "blocks", "10000",
    "Most blocks of a file.", "1.."};
inline constexpr ConfigKey kDfsNamenodeFsLimitsMaxXattrsPerInode{
    "dfs.namenode.fs-limits.max-xattrs-per-inode", KeyType::kInt, "attributes", "32",
    "Most extended attributes of a file.", "0..10000"};
inline constexpr ConfigKey kDfsNamenodeFsLimitsMaxXattrSize{
    "dfs.namenode.fs-limits.max-xattr-size", KeyType::kSize, "bytes", "16384",
    "Longest extended attribute, its name and value together.", "1..32768"};
inline constexpr ConfigKey kDfsNamenodeSnapshotMaxLimit{
    "dfs.namenode.snapshot.max.limit", KeyType::kInt, "snapshots", "65536",
    "Most snapshots of one directory.", "0.."};
inline constexpr ConfigKey kDfsNamenodeSnapshotFilesystemLimit{
    "dfs.namenode.snapshot.filesystem.limit", KeyType::kInt, "snapshots", "65536",
    "Most snapshots of all directories.", "0.."};
inline constexpr ConfigKey kDfsNamenodeSnapshotCaptureOpenfiles{
    "dfs.namenode.snapshot.capture.openfiles", KeyType::kBool, "", "false",
    "Whether a snapshot keeps a file that is being written as it is then; else it follows the file "
    "until that is closed."};
inline constexpr ConfigKey kDfsNamenodeSnapshotSkipCaptureAccesstimeOnlyChange{
    "dfs.namenode.snapshot.skip.capture.accesstime-only-change", KeyType::kBool, "", "false",
    "Whether snapshots see the newest time of access where nothing else has changed since."};
inline constexpr ConfigKey kDfsNamenodeSnapshotTrashrootEnabled{
    "dfs.namenode.snapshot.trashroot.enabled", KeyType::kBool, "", "false",
    "Whether what is deleted below a directory that may have snapshots goes to DIRECTORY/.Trash/USER "
    "instead of the user's home. The NameNode makes DIRECTORY/.Trash where it is missing."};
inline constexpr ConfigKey kDfsLsLimit{
    "dfs.ls.limit", KeyType::kInt, "entries", "1000",
    "Most entries, block locations counted too, in one answer to a listing.", "1..1000000"};
inline constexpr ConfigKey kDfsBatchedLsLimit{
    "dfs.batched.ls.limit", KeyType::kInt, "paths", "100",
    "Most directories that one batched listing may name.", "1..100000"};
inline constexpr ConfigKey kDfsContentSummaryLimit{
    "dfs.content-summary.limit", KeyType::kInt, "entries", "5000",
    "Entries counted for a content summary before other calls get their turn; 0 for no "
    "limit.", "0.."};
inline constexpr ConfigKey kDfsNamenodeListOpenfilesNumResponses{
    "dfs.namenode.list.openfiles.num.responses", KeyType::kInt, "files", "1000",
    "Most files in one answer about open files.", "1..1000000"};
inline constexpr ConfigKey kDfsNamenodeAccesstimePrecision{
    "dfs.namenode.accesstime.precision", KeyType::kDuration, "ms", "3600000",
    "How exact access times are; 0 keeps none.", "0.."};

inline constexpr ConfigKey kDfsNamenodeLeaseRecheckIntervalMs{
    "dfs.namenode.lease-recheck-interval-ms", KeyType::kDuration, "ms", "2000",
    "How often writers that went silent are looked for.", "1.."};
inline constexpr ConfigKey kDfsNamenodeLeaseHardLimitSec{
    "dfs.namenode.lease-hard-limit-sec", KeyType::kDuration, "s", "1200",
    "Silence of a writer after which the NameNode closes its files.", "1ms.."};
inline constexpr ConfigKey kDfsNamenodeEnableRetrycache{
    "dfs.namenode.enable.retrycache", KeyType::kBool, "", "true",
    "Whether answers are kept so that a repeated call is not carried out twice."};
inline constexpr ConfigKey kDfsNamenodeRetrycacheExpirytimeMillis{
    "dfs.namenode.retrycache.expirytime.millis", KeyType::kDuration, "ms", "600000",
    "How long they are kept.", "1.."};
inline constexpr ConfigKey kDfsNamenodeResourceCheckInterval{
    "dfs.namenode.resource.check.interval", KeyType::kDuration, "ms", "5000",
    "How often the free space of the database's disk is looked at.", "1.."};
inline constexpr ConfigKey kDfsNamenodeResourceDuReserved{
    "dfs.namenode.resource.du.reserved", KeyType::kSize, "bytes", "104857600",
    "Free space below which the NameNode enters safe mode.", "0.."};

inline constexpr ConfigKey kMammothNamenodeIoThreads{
    "mammoth.namenode.io.threads", KeyType::kInt, "threads", "0",
    "Threads that read and write the network; 0 for one a processor.", "0..1024"};
inline constexpr ConfigKey kMammothNamenodeInodeCacheSize{
    "mammoth.namenode.inode.cache.size", KeyType::kSize, "bytes", "64m",
    "Memory for decoded files and directories.", "64k.."};
inline constexpr ConfigKey kMammothNamenodeStoreCacheSize{
    "mammoth.namenode.store.cache.size", KeyType::kSize, "bytes", "32m",
    "Memory for blocks of the database's files.", "64k.."};
inline constexpr ConfigKey kMammothNamenodeStoreWriteBufferSize{
    "mammoth.namenode.store.write.buffer.size", KeyType::kSize, "bytes", "16m",
    "Memory for changes that the database has logged but not yet sorted into its "
    "files.", "64k..1g"};
inline constexpr ConfigKey kMammothNamenodeRpcMaxInFlight{
    "mammoth.namenode.rpc.max.in.flight", KeyType::kInt, "calls", "4096",
    "Calls accepted and not yet answered; beyond that the NameNode stops reading.", "1..1000000"};

}  // namespace mammoth::keys
// clang-format on
