// Upgrades, failed directories, and what a server reads again when it is asked to.
#include "common/hdfs/hdfs_admin.h"
#include "common/protocol/hdfs/client_namenode/admin.pb.h"
#include "common/protocol/rpc/refresh.pb.h"

namespace mammoth::hdfs {

namespace pb = ::hadoop::hdfs;

namespace {

pb::RollingUpgradeActionProto to_proto(RollingUpgradeAction action) {
  switch (action) {
    case RollingUpgradeAction::kPrepare:
      return pb::START;
    case RollingUpgradeAction::kFinalize:
      return pb::FINALIZE;
    case RollingUpgradeAction::kQuery:
      break;
  }
  return pb::QUERY;
}

}  // namespace

Result<bool> HdfsAdmin::upgrade_finalized() {
  return TRY(namenode_->call<pb::UpgradeStatusResponseProto>("upgradeStatus",
                                                             pb::UpgradeStatusRequestProto()))
      .upgradefinalized();
}

Result<bool> HdfsAdmin::rolling_upgrade(RollingUpgradeAction action) {
  pb::RollingUpgradeRequestProto request;
  request.set_action(to_proto(action));
  return TRY(namenode_->call<pb::RollingUpgradeResponseProto>("rollingUpgrade", request))
      .has_rollingupgradeinfo();
}

Result<bool> HdfsAdmin::restore_failed_storage(const std::string& what) {
  pb::RestoreFailedStorageRequestProto request;
  request.set_arg(what);
  return TRY(namenode_->call<pb::RestoreFailedStorageResponseProto>("restoreFailedStorage",
                                                                    request))
      .result();
}

Result<void> HdfsAdmin::refresh_service_acl() {
  TRY(namenode_->protocol("org.apache.hadoop.security.authorize.RefreshAuthorizationPolicyProtocol")
          ->call<::hadoop::common::RefreshServiceAclResponseProto>(
              "refreshServiceAcl", ::hadoop::common::RefreshServiceAclRequestProto()));
  return {};
}

Result<void> HdfsAdmin::refresh_call_queue() {
  TRY(namenode_->protocol("org.apache.hadoop.ipc.RefreshCallQueueProtocol")
          ->call<::hadoop::common::RefreshCallQueueResponseProto>(
              "refreshCallQueue", ::hadoop::common::RefreshCallQueueRequestProto()));
  return {};
}

}  // namespace mammoth::hdfs
