// Keys of the NameNode: symbolic links, quotas by storage type, the centralised cache, events.
#pragma once

#include "common/config/config_key.h"

// clang-format off
namespace mammoth::keys {

inline constexpr ConfigKey kDfsNamenodeSymlinksEnabled{
    "dfs.namenode.symlinks.enabled", KeyType::kBool, "", "false",
    "Whether symbolic links can be made. Of our own: Apache's has a switch in its code only, which "
    "is off too. A client follows links where its own configuration has this as well."};
inline constexpr ConfigKey kDfsQuotaByStorageTypeEnabled{
    "dfs.quota.by.storage.type.enabled", KeyType::kBool, "", "true",
    "Whether a directory's quota can be set for one storage type alone."};
inline constexpr ConfigKey kDfsProtectedSubdirectoriesEnable{
    "dfs.protected.subdirectories.enable", KeyType::kBool, "", "false",
    "Whether what fs.protected.directories says holds for all directories below them, too."};
inline constexpr ConfigKey kDfsNamenodeListCachePoolsNumResponses{
    "dfs.namenode.list.cache.pools.num.responses", KeyType::kInt, "pools", "100",
    "Most cache pools in one answer; clients ask again for the rest.", "1.."};
inline constexpr ConfigKey kDfsNamenodeListCacheDirectivesNumResponses{
    "dfs.namenode.list.cache.directives.num.responses", KeyType::kInt, "directives", "100",
    "Most cache directives in one answer; clients ask again for the rest.", "1.."};
inline constexpr ConfigKey kDfsNamenodePathBasedCacheRefreshIntervalMs{
    "dfs.namenode.path.based.cache.refresh.interval.ms", KeyType::kDuration, "ms", "30000",
    "Milliseconds between two looks at what the cache directives need.", "1ms.."};
inline constexpr ConfigKey kDfsNamenodePathBasedCacheRetryIntervalMs{
    "dfs.namenode.path.based.cache.retry.interval.ms", KeyType::kDuration, "ms", "30000",
    "Milliseconds after which a DataNode that has not cached what it was told to is told again.",
    "1ms.."};
inline constexpr ConfigKey kDfsNamenodeInotifyMaxEventsPerRpc{
    "dfs.namenode.inotify.max.events.per.rpc", KeyType::kInt, "events", "1000",
    "Most events of the file system in one answer; clients ask again for the rest.", "1..100000"};
inline constexpr ConfigKey kMammothNamenodeInotifyRetainedTransactions{
    "mammoth.namenode.inotify.retained.transactions", KeyType::kInt, "transactions", "100000",
    "Transactions whose events are kept for readers that are behind; 0 keeps none, and nobody can "
    "follow the events.", "0..100000000"};

}  // namespace mammoth::keys
// clang-format on
