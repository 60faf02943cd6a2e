#include "common/protocol/rpc/security.pb.h"
#include "namenode/rpc/client_features.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<hadoop::common::RenewDelegationTokenResponseProto> ClientFeatures::renew_delegation_token(
    const hadoop::common::RenewDelegationTokenRequestProto&, rpc::Call&) {
  TRY(system_.check_not_in_safe_mode("Cannot renew delegation token"));
  // Without security none is ever issued.
  return Error{ErrorCode::kInvalidToken, "Renewal request for unknown token"};
}

}  // namespace mammoth::namenode
