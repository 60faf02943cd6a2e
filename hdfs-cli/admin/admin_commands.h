// The commands of `hdfs dfsadmin`, the table of contents (Hadoop: DFSAdmin). Every command lives in
// the file of its name.
#pragma once

#include <array>
#include <string_view>

#include "common/hdfs/admin.h"
#include "hdfs-cli/command_format.h"
#include "hdfs-cli/environment.h"

namespace mammoth::cli {

struct AdminCommand {
  std::string_view name;   // without its dash
  std::string_view usage;  // as it is shown in the list of commands, without brackets
  std::string_view help;
  std::size_t least;  // arguments behind the name
  std::size_t most;
  // The exit code. kIllegalArgument: the usage is shown too.
  Result<int> (*run)(Environment& environment, Arguments arguments);
  std::string_view short_usage{};  // after a mistake, where Hadoop words it differently
};

extern const AdminCommand kReport, kSafemode, kSaveNamespace, kRollEdits, kRestoreFailedStorage,
    kRefreshNodes, kSetQuota, kClrQuota, kSetSpaceQuota, kClrSpaceQuota, kFinalizeUpgrade,
    kRollingUpgrade, kUpgrade, kRefreshServiceAcl, kRefreshUserToGroupsMappings,
    kRefreshSuperUserGroupsConfiguration, kRefreshCallQueue, kRefresh, kReconfig, kPrintTopology,
    kRefreshNamenodes, kGetVolumeReport, kDeleteBlockPool, kSetBalancerBandwidth,
    kGetBalancerBandwidth, kFetchImage, kAllowSnapshot, kDisallowSnapshot, kProvisionSnapshotTrash,
    kShutdownDatanode, kEvictWriters, kGetDatanodeInfo, kMetasave, kTriggerBlockReport, kListOpenFiles;

// In Hadoop's order.
inline constexpr std::array kAdminCommands{
    &kReport,
    &kSafemode,
    &kSaveNamespace,
    &kRollEdits,
    &kRestoreFailedStorage,
    &kRefreshNodes,
    &kSetQuota,
    &kClrQuota,
    &kSetSpaceQuota,
    &kClrSpaceQuota,
    &kFinalizeUpgrade,
    &kRollingUpgrade,
    &kUpgrade,
    &kRefreshServiceAcl,
    &kRefreshUserToGroupsMappings,
    &kRefreshSuperUserGroupsConfiguration,
    &kRefreshCallQueue,
    &kRefresh,
    &kReconfig,
    &kPrintTopology,
    &kRefreshNamenodes,
    &kGetVolumeReport,
    &kDeleteBlockPool,
    &kSetBalancerBandwidth,
    &kGetBalancerBandwidth,
    &kFetchImage,
    &kAllowSnapshot,
    &kDisallowSnapshot,
    &kProvisionSnapshotTrash,
    &kShutdownDatanode,
    &kEvictWriters,
    &kGetDatanodeInfo,
    &kMetasave,
    &kTriggerBlockReport,
    &kListOpenFiles,
};

// `hdfs dfsadmin`: finds the command and runs it; the generic options are gone already. The exit
// code: 255 for every failure.
int run_admin(Environment& environment, Arguments arguments);

// The default file system's Admin; refused (kIllegalArgument) when that is not HDFS.
Result<std::unique_ptr<hdfs::Admin>> open_default_admin(Environment& environment);

// "127.0.0.1:9866 (localhost)": the address of a DataNode, with the name of the machine if it has
// one.
std::string datanode_name(const hdfs::DatanodeReport& datanode);

}  // namespace mammoth::cli
