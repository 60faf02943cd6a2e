#include "namenode/rpc/refresh_policy_protocol.h"

#include "common/protocol/rpc/refresh.pb.h"

namespace mammoth::namenode {

Result<hadoop::common::RefreshServiceAclResponseProto> RefreshPolicyProtocol::refresh_service_acl(
    const hadoop::common::RefreshServiceAclRequestProto&, rpc::Call&) {
  return Error{ErrorCode::kRemote, "Service Level Authorization not enabled!",
               "org.apache.hadoop.security.authorize.AuthorizationException"};
}

}  // namespace mammoth::namenode
