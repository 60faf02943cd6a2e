// Keys of the ResourceManager; keys.h does not include this. The scheduler's own are in
// yarn/resource_manager/scheduler/settings.h, with Hadoop's names (yarn.scheduler.*).
#pragma once

#include "common/config/config_key.h"

// clang-format off
namespace mammoth::keys {

inline constexpr ConfigKey kYarnResourcemanagerHostname{
    "yarn.resourcemanager.hostname", KeyType::kString, "", "127.0.0.1",
    "Host of the ResourceManager, for the addresses below. Differs from Apache, which listens on "
    "all addresses (0.0.0.0)."};
inline constexpr ConfigKey kYarnResourcemanagerAddress{
    "yarn.resourcemanager.address", KeyType::kAddress, "8032",
    "${yarn.resourcemanager.hostname}:8032", "Where clients call the ResourceManager."};
inline constexpr ConfigKey kYarnResourcemanagerSchedulerAddress{
    "yarn.resourcemanager.scheduler.address", KeyType::kAddress, "8030",
    "${yarn.resourcemanager.hostname}:8030", "Where application masters call it."};
inline constexpr ConfigKey kYarnResourcemanagerResourceTrackerAddress{
    "yarn.resourcemanager.resource-tracker.address", KeyType::kAddress, "8031",
    "${yarn.resourcemanager.hostname}:8031", "Where NodeManagers call it."};
inline constexpr ConfigKey kYarnResourcemanagerAdminAddress{
    "yarn.resourcemanager.admin.address", KeyType::kAddress, "8033",
    "${yarn.resourcemanager.hostname}:8033", "Where administrators call it."};
inline constexpr ConfigKey kYarnResourcemanagerWebappAddress{
    "yarn.resourcemanager.webapp.address", KeyType::kAddress, "8088",
    "${yarn.resourcemanager.hostname}:8088", "Where pages and the REST interface are served."};
inline constexpr ConfigKey kYarnResourcemanagerBindHost{
    "yarn.resourcemanager.bind-host", KeyType::kString, "", "",
    "Address that the RPC servers listen on when it is not the one callers use. Empty: the hosts "
    "of their addresses."};
inline constexpr ConfigKey kYarnResourcemanagerAmMaxAttempts{
    "yarn.resourcemanager.am.max-attempts", KeyType::kInt, "attempts", "2",
    "How often an application's master is started at most; applications may ask for less.",
    "1..1000"};
inline constexpr ConfigKey kYarnAmLivenessMonitorExpiryIntervalMs{
    "yarn.am.liveness-monitor.expiry-interval-ms", KeyType::kDuration, "ms", "900000",
    "Milliseconds of silence after which an application master counts as dead.", "1ms.."};
inline constexpr ConfigKey kYarnNmLivenessMonitorExpiryIntervalMs{
    "yarn.nm.liveness-monitor.expiry-interval-ms", KeyType::kDuration, "ms", "600000",
    "Milliseconds of silence after which a NodeManager counts as lost, and its containers with "
    "it.", "1ms.."};
inline constexpr ConfigKey kYarnResourcemanagerMaxCompletedApplications{
    "yarn.resourcemanager.max-completed-applications", KeyType::kInt, "applications", "1000",
    "Applications that are over and still shown.", "0..1000000"};
inline constexpr ConfigKey kYarnResourcemanagerNodemanagersHeartbeatIntervalMs{
    "yarn.resourcemanager.nodemanagers.heartbeat-interval-ms", KeyType::kDuration, "ms", "1000",
    "Milliseconds between two heartbeats of a NodeManager.", "1ms.."};
inline constexpr ConfigKey kYarnResourcemanagerAmRmTokensMasterKeyRollingIntervalSecs{
    "yarn.resourcemanager.am-rm-tokens.master-key-rolling-interval-secs", KeyType::kDuration, "s",
    "86400", "Seconds after which application masters get tokens under a new key; more than three "
    "times yarn.am.liveness-monitor.expiry-interval-ms.", "1s.."};
inline constexpr ConfigKey kYarnResourcemanagerNmTokensMasterKeyRollingIntervalSecs{
    "yarn.resourcemanager.nm-tokens.master-key-rolling-interval-secs", KeyType::kDuration, "s",
    "86400", "The same for tokens that open NodeManagers; more than three times "
    "yarn.nm.liveness-monitor.expiry-interval-ms.", "1s.."};
inline constexpr ConfigKey kYarnResourcemanagerContainerTokensMasterKeyRollingIntervalSecs{
    "yarn.resourcemanager.container-tokens.master-key-rolling-interval-secs", KeyType::kDuration,
    "s", "86400", "The same for tokens that start containers.", "1s.."};
inline constexpr ConfigKey kYarnResourcemanagerNodesIncludePath{
    "yarn.resourcemanager.nodes.include-path", KeyType::kString, "", "",
    "File with the hosts that may be NodeManagers; empty: all."};
inline constexpr ConfigKey kYarnResourcemanagerNodesExcludePath{
    "yarn.resourcemanager.nodes.exclude-path", KeyType::kString, "", "",
    "File with the hosts that may not be NodeManagers; yarn rmadmin -refreshNodes reads it anew."};
inline constexpr ConfigKey kYarnResourcemanagerNodemanagerGracefulDecommissionTimeoutSecs{
    "yarn.resourcemanager.nodemanager-graceful-decommission-timeout-secs", KeyType::kDuration, "s",
    "3600", "Seconds that applications have to end on a node that is to leave gracefully.",
    "0s.."};
inline constexpr ConfigKey kYarnAclEnable{
    "yarn.acl.enable", KeyType::kBool, "", "false",
    "Whether the access lists of applications and queues are looked at."};
inline constexpr ConfigKey kYarnAdminAcl{
    "yarn.admin.acl", KeyType::kString, "", "*",
    "Who may administer: users separated by commas, a space, groups separated by commas; * for "
    "everybody."};
inline constexpr ConfigKey kYarnResourcemanagerRecoveryEnabled{
    "yarn.resourcemanager.recovery.enabled", KeyType::kBool, "", "false",
    "Whether applications outlive the ResourceManager: what a client was told is on disk first, "
    "and a ResourceManager that starts takes up what an earlier one has left."};
inline constexpr ConfigKey kYarnResourcemanagerLeveldbStateStorePath{
    "yarn.resourcemanager.leveldb-state-store.path", KeyType::kString, "",
    "${hadoop.tmp.dir}/yarn/system/rmstore",
    "Directory for that, on a local disk (a RocksDB; whatever yarn.resourcemanager.store.class "
    "says)."};
inline constexpr ConfigKey kYarnResourcemanagerWorkPreservingRecoveryEnabled{
    "yarn.resourcemanager.work-preserving-recovery.enabled", KeyType::kBool, "", "true",
    "Whether containers and application masters go on meanwhile; false: every application that has "
    "not ended begins again with its next attempt."};
inline constexpr ConfigKey kYarnResourcemanagerWorkPreservingRecoverySchedulingWaitMs{
    "yarn.resourcemanager.work-preserving-recovery.scheduling-wait-ms", KeyType::kDuration, "ms",
    "10000", "Milliseconds after such a start in which no containers are given, so that nodes can "
    "tell what they run.", "0ms.."};
inline constexpr ConfigKey kMammothResourcemanagerIoThreads{
    "mammoth.resourcemanager.io-threads", KeyType::kInt, "threads", "2",
    "Threads that serve the ResourceManager's connections.", "1..256"};

}  // namespace mammoth::keys
// clang-format on
