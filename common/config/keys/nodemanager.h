// Keys of the NodeManager; keys.h does not include this.
#pragma once

#include "common/config/config_key.h"

// clang-format off
namespace mammoth::keys {

inline constexpr ConfigKey kYarnNodemanagerHostname{
    "yarn.nodemanager.hostname", KeyType::kString, "", "127.0.0.1",
    "Host of the NodeManager, for the addresses below. Differs from Apache, which listens on all "
    "addresses (0.0.0.0)."};
inline constexpr ConfigKey kYarnNodemanagerAddress{
    "yarn.nodemanager.address", KeyType::kAddress, "0", "${yarn.nodemanager.hostname}:0",
    "Where application masters have containers started; host and port are the node's name. Port 0: "
    "any free one."};
inline constexpr ConfigKey kYarnNodemanagerWebappAddress{
    "yarn.nodemanager.webapp.address", KeyType::kAddress, "8042",
    "${yarn.nodemanager.hostname}:8042", "Where pages, REST and the containers' logs are served."};
inline constexpr ConfigKey kYarnNodemanagerBindHost{
    "yarn.nodemanager.bind-host", KeyType::kString, "", "",
    "Address that the servers listen on when it is not the one callers use. Empty: the hosts of "
    "their addresses."};
inline constexpr ConfigKey kYarnNodemanagerLocalDirs{
    "yarn.nodemanager.local-dirs", KeyType::kList, "", "${hadoop.tmp.dir}/nm-local-dir",
    "Directories for working directories of containers and files brought for them. What an "
    "earlier process has left in them is removed at the start, unless "
    "yarn.nodemanager.recovery.enabled."};
inline constexpr ConfigKey kYarnNodemanagerLogDirs{
    "yarn.nodemanager.log-dirs", KeyType::kList, "", "${hadoop.tmp.dir}/nm-log-dir",
    "Directories for what containers write; Apache's default is ${yarn.log.dir}/userlogs."};
inline constexpr ConfigKey kYarnNodemanagerResourceMemoryMb{
    "yarn.nodemanager.resource.memory-mb", KeyType::kInt, "MiB", "-1",
    "Memory that containers may have together; -1: 8192."};
inline constexpr ConfigKey kYarnNodemanagerResourceCpuVcores{
    "yarn.nodemanager.resource.cpu-vcores", KeyType::kInt, "cores", "-1",
    "Virtual cores that containers may have together; -1: 8."};
inline constexpr ConfigKey kYarnNodemanagerPmemCheckEnabled{
    "yarn.nodemanager.pmem-check-enabled", KeyType::kBool, "", "true",
    "Whether a container is killed for more physical memory than it was given; see "
    "yarn.nodemanager.resource.memory.enforced."};
inline constexpr ConfigKey kYarnNodemanagerVmemCheckEnabled{
    "yarn.nodemanager.vmem-check-enabled", KeyType::kBool, "", "true",
    "The same for virtual memory."};
inline constexpr ConfigKey kYarnNodemanagerVmemPmemRatio{
    "yarn.nodemanager.vmem-pmem-ratio", KeyType::kDouble, "", "2.1",
    "Virtual memory that goes with one unit of physical memory.", "0.."};
inline constexpr ConfigKey kYarnNodemanagerResourceMemoryEnforced{
    "yarn.nodemanager.resource.memory.enforced", KeyType::kBool, "", "true",
    "As with Apache, true leaves memory to control groups, so that both checks are off; false has "
    "containers' use polled and checked."};
inline constexpr ConfigKey kYarnNodemanagerResourceMonitorIntervalMs{
    "yarn.nodemanager.resource-monitor.interval-ms", KeyType::kDuration, "ms", "3000",
    "Milliseconds between two looks at what containers use.", "10ms.."};
inline constexpr ConfigKey kYarnNodemanagerSleepDelayBeforeSigkillMs{
    "yarn.nodemanager.sleep-delay-before-sigkill.ms", KeyType::kDuration, "ms", "250",
    "Milliseconds between TERM and KILL for a container that is to end."};
inline constexpr ConfigKey kYarnNodemanagerDeleteDebugDelaySec{
    "yarn.nodemanager.delete.debug-delay-sec", KeyType::kDuration, "s", "0",
    "Seconds for which working directories stay after the end, to be looked at."};
inline constexpr ConfigKey kYarnNodemanagerEnvWhitelist{
    "yarn.nodemanager.env-whitelist", KeyType::kList, "",
    "JAVA_HOME,HADOOP_COMMON_HOME,HADOOP_HDFS_HOME,HADOOP_CONF_DIR,CLASSPATH_PREPEND_DISTCACHE,"
    "HADOOP_YARN_HOME,HADOOP_HOME,PATH,LANG,TZ",
    "Variables of the NodeManager that containers inherit unless they set them."};
inline constexpr ConfigKey kYarnNodemanagerAdminEnv{
    "yarn.nodemanager.admin-env", KeyType::kString, "", "MALLOC_ARENA_MAX=$MALLOC_ARENA_MAX",
    "Variables that every container gets, whatever it sets, as NAME=value,NAME=value."};
inline constexpr ConfigKey kYarnNodemanagerUserHomeDir{
    "yarn.nodemanager.user-home-dir", KeyType::kString, "", "/home/",
    "What containers find in HOME."};
inline constexpr ConfigKey kYarnNodemanagerLogContainerDebugInfoEnabled{
    "yarn.nodemanager.log-container-debug-info.enabled", KeyType::kBool, "", "true",
    "Whether the launch script and a listing of the working directory are kept with the logs."};
inline constexpr ConfigKey kYarnNodemanagerContainerStderrTailBytes{
    "yarn.nodemanager.container.stderr.tail.bytes", KeyType::kSize, "bytes", "4096",
    "Bytes of a failed container's standard error that its diagnostics show.", "0..1m"};
inline constexpr ConfigKey kYarnNodemanagerContainerDiagnosticsMaximumSize{
    "yarn.nodemanager.container-diagnostics-maximum-size", KeyType::kSize, "bytes", "10000",
    "Bytes of diagnostics kept for a container, the last ones.", "100..16m"};
inline constexpr ConfigKey kYarnNodemanagerDurationToTrackStoppedContainers{
    "yarn.nodemanager.duration-to-track-stopped-containers", KeyType::kDuration, "ms", "600000",
    "Milliseconds for which ended containers are remembered.", "1s.."};
inline constexpr ConfigKey kYarnNodemanagerLocalizerFetchThreadCount{
    "yarn.nodemanager.localizer.fetch.thread-count", KeyType::kInt, "threads", "4",
    "Files that are brought to the node at the same time.", "1..256"};
inline constexpr ConfigKey kYarnNodemanagerLocalizerCacheTargetSizeMb{
    "yarn.nodemanager.localizer.cache.target-size-mb", KeyType::kInt, "MiB", "10240",
    "Size to which files that nobody uses are removed.", "0.."};
inline constexpr ConfigKey kYarnNodemanagerLocalizerCacheCleanupIntervalMs{
    "yarn.nodemanager.localizer.cache.cleanup.interval-ms", KeyType::kDuration, "ms", "600000",
    "Milliseconds between two such removals.", "1s.."};
inline constexpr ConfigKey kYarnNodemanagerDiskHealthCheckerEnable{
    "yarn.nodemanager.disk-health-checker.enable", KeyType::kBool, "", "true",
    "Whether full and broken disks make the node unhealthy."};
inline constexpr ConfigKey kYarnNodemanagerDiskHealthCheckerIntervalMs{
    "yarn.nodemanager.disk-health-checker.interval-ms", KeyType::kDuration, "ms", "120000",
    "Milliseconds between two looks at the disks.", "100ms.."};
inline constexpr ConfigKey kYarnNodemanagerDiskHealthCheckerMinHealthyDisks{
    "yarn.nodemanager.disk-health-checker.min-healthy-disks", KeyType::kDouble, "", "0.25",
    "Part of the directories that must be good.", "0..1"};
inline constexpr ConfigKey kYarnNodemanagerDiskHealthCheckerMaxDiskUtilizationPerDiskPercentage{
    "yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage",
    KeyType::kDouble, "percent", "90.0", "Use of a disk above which it counts as full.", "0..100"};
inline constexpr ConfigKey kYarnLogAggregationEnable{
    "yarn.log-aggregation-enable", KeyType::kBool, "", "false",
    "Whether the logs of an application go to fs.defaultFS when it has ended, where `yarn logs` "
    "finds them."};
inline constexpr ConfigKey kYarnNodemanagerRemoteAppLogDir{
    "yarn.nodemanager.remote-app-log-dir", KeyType::kString, "", "/tmp/logs",
    "Directory for them on that file system."};
inline constexpr ConfigKey kYarnNodemanagerRemoteAppLogDirSuffix{
    "yarn.nodemanager.remote-app-log-dir-suffix", KeyType::kString, "", "logs",
    "Part of the name of the directory of each user in it."};
inline constexpr ConfigKey kYarnNodemanagerLogRetainSeconds{
    "yarn.nodemanager.log.retain-seconds", KeyType::kDuration, "s", "10800",
    "Seconds for which logs stay on the node where they are not aggregated.", "0s.."};
inline constexpr ConfigKey kYarnNodemanagerAuxServices{
    "yarn.nodemanager.aux-services", KeyType::kList, "", "",
    "Services beside the containers; mapreduce_shuffle is the one there is, and MapReduce needs "
    "it."};
inline constexpr ConfigKey kMapreduceShufflePort{
    "mapreduce.shuffle.port", KeyType::kInt, "port", "13562",
    "Where mapreduce_shuffle hands out map outputs; 0: any free port.", "0..65535"};
inline constexpr ConfigKey kYarnResourcemanagerConnectMaxWaitMs{
    "yarn.resourcemanager.connect.max-wait.ms", KeyType::kDuration, "ms", "900000",
    "Milliseconds for which a NodeManager goes on without its ResourceManager.", "1s.."};
inline constexpr ConfigKey kYarnResourcemanagerConnectRetryIntervalMs{
    "yarn.resourcemanager.connect.retry-interval.ms", KeyType::kDuration, "ms", "1000",
    "Milliseconds between two attempts to reach it. Differs from Apache (30000), so that a node is "
    "back soon after its ResourceManager.", "10ms.."};
inline constexpr ConfigKey kYarnNodemanagerRecoveryEnabled{
    "yarn.nodemanager.recovery.enabled", KeyType::kBool, "", "false",
    "Whether containers outlive the NodeManager: the next one takes them up, with the files that "
    "lie ready. yarn.nodemanager.address must name a port."};
inline constexpr ConfigKey kYarnNodemanagerRecoveryDir{
    "yarn.nodemanager.recovery.dir", KeyType::kString, "", "${hadoop.tmp.dir}/yarn-nm-recovery",
    "Directory for what it needs for that, on a local disk (a RocksDB)."};
inline constexpr ConfigKey kYarnNodemanagerRecoverySupervised{
    "yarn.nodemanager.recovery.supervised", KeyType::kBool, "", "false",
    "Whether somebody starts the NodeManager again at once: then containers go on when it is "
    "stopped, too."};
inline constexpr ConfigKey kMammothNodemanagerIoThreads{
    "mammoth.nodemanager.io-threads", KeyType::kInt, "threads", "2",
    "Threads that serve the NodeManager's connections.", "1..256"};
inline constexpr ConfigKey kMammothNodemanagerLaunchThreads{
    "mammoth.nodemanager.launch-threads", KeyType::kInt, "threads", "4",
    "Threads that prepare containers and remove what they leave.", "1..256"};

}  // namespace mammoth::keys
// clang-format on
